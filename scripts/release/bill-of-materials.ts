import { z } from 'zod';

const componentSchema = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() });
const billSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

/** `name@version` of each package that a bundle holds, off the list of licences that is built with it. */
export function bundledPackages(licences: string): string[] {
  return [...licences.matchAll(/^## (\S+) - (\S+) \(.+\)$/gm)].map(([, name, version]) => `${name}@${version}`);
}

/**
 * The bill of materials of what is handed out: of npm's bill for the whole project only what is in the bundles, and
 * Electron. Nearly everything is a development dependency here, since the bundles bring their own.
 *
 * @throws if npm's bill lacks a package that is in the bundles.
 */
export function billOfMaterials(npmBill: unknown, bundled: readonly string[]): object {
  const bill = billSchema.parse(npmBill);
  const wanted = new Set(bundled);
  const isWanted = ({ name, version }: { readonly name: string; readonly version: string }): boolean =>
    wanted.has(`${name}@${version}`) || name === 'electron';
  const components = bill.components.filter(isWanted);
  const known = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const unknown = [...wanted].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`npm knows nothing of ${unknown.join(', ')}, which the bundles hold.`);
  const root = bill.metadata.component['bom-ref'];
  const refs = new Set([root, ...components.map((component) => component['bom-ref'])]);
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, type: 'application', name: 'Dueline' } },
    // What is in the package is needed to run it, whatever kind of dependency it is to developers.
    components: components.map((component) => ({ ...component, scope: 'required', properties: [] })),
    dependencies: bill.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => refs.has(ref)) })),
  };
}
