import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync, Visitor } from 'vite';
import { z } from 'zod';

/** One file of `app.asar`; its path is counted from the archive's root, with `/`. */
export interface ArchivedFile {
  readonly path: string;
  readonly content: Buffer;
}

export interface ArchiveExpectations {
  readonly version: string;
  /** Words that a bundle must hold, by what they are a sign of. */
  readonly signs: Readonly<Record<string, string>>;
  /** What must not be found in any file, by what it is: folders of this machine, values of secrets. */
  readonly traces: Readonly<Record<string, string>>;
}

/** All that a package may hold. Whatever else is in it was not meant to be there. */
const allowed = [
  /^package\.json$/,
  /^out\/main\/(main|backend)\.js$/,
  /^out\/main\/chunks\/[\w-]+\.js$/,
  /^out\/preload\/preload\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w-]+\.(js|css|svg|png|woff2|wav|mp3)$/,
  /^out\/(main|renderer)\/licenses\.md$/,
];
const needed = [
  'package.json',
  'out/main/main.js',
  'out/main/backend.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
  'out/main/licenses.md',
  'out/renderer/licenses.md',
];
/** Forms of secrets that no product file has, whoever's they are. */
const secretForms: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of GitHub': /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b/,
  'a token of npm': /\bnpm_[A-Za-z0-9]{36}\b/,
  'an access key of AWS': /\bAKIA[0-9A-Z]{16}\b/,
};

/** What is wrong with the contents of `app.asar`, one sentence each. */
export function problemsOfArchive(files: readonly ArchivedFile[], expected: ArchiveExpectations): string[] {
  const paths = new Set(files.map((file) => file.path));
  const scripts = files.filter((file) => /\.c?js$/.test(file.path));
  const bundles = scripts.map((file) => file.content.toString('utf8')).join('\n');
  return [
    ...needed.filter((file) => !paths.has(file)).map((file) => `${file} is missing.`),
    ...[...paths]
      .filter((file) => !allowed.some((form) => form.test(file)))
      .map((file) => `${file} does not belong there.`),
    ...Object.entries(expected.signs).flatMap(([what, words]) =>
      bundles.includes(words) ? [] : [`The bundles do not hold ${what}.`],
    ),
    ...scripts.flatMap((file) => problemsOfImports(file, paths)),
    ...files.flatMap((file) => traces(file, expected.traces)),
    ...files.filter((file) => file.path === 'package.json').flatMap((file) => problemsOfManifest(file, expected)),
  ];
}

/** What a script imports, statically or not, by `import` or `require`. */
export function importsOf(script: string, name: string): string[] {
  const parsed = parseSync(name, script);
  const found: string[] = [
    ...parsed.module.staticImports.map((one) => one.moduleRequest.value),
    ...parsed.module.staticExports.flatMap((one) => one.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ];
  const literal = (node: { readonly type: string } | undefined): void => {
    if (node?.type === 'Literal' && 'value' in node && typeof node.value === 'string') found.push(node.value);
  };
  new Visitor({
    ImportExpression: (node) => literal(node.source),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && /^(__)?require$/.test(node.callee.name)) literal(node.arguments[0]);
    },
  }).visit(parsed.program);
  return found;
}

function problemsOfImports(file: ArchivedFile, paths: ReadonlySet<string>): string[] {
  const script = file.content.toString('utf8');
  const inWindow = file.path.startsWith('out/renderer/');
  return importsOf(script, file.path).flatMap((wanted) => {
    if (/^\.\.?\//.test(wanted)) {
      const target = path.posix.join(path.posix.dirname(file.path), wanted);
      return paths.has(target) ? [] : [`${file.path} imports ${target}, which is not there.`];
    }
    const isThere = !inWindow && (wanted === 'electron' || isBuiltin(wanted));
    return isThere ? [] : [`${file.path} imports ${wanted}, which is not in the package.`];
  });
}

function traces(file: ArchivedFile, unwanted: ArchiveExpectations['traces']): string[] {
  const text = file.content.toString('utf8');
  const found = [
    ...Object.entries(secretForms).flatMap(([what, form]) => (form.test(text) ? [what] : [])),
    ...Object.entries(unwanted).flatMap(([what, value]) => (text.includes(value) ? [what] : [])),
    ...(/\/\/[#@] sourceMappingURL=/.test(text) ? ['the address of a source map'] : []),
  ];
  return found.map((what) => `${file.path} holds ${what}.`);
}

const manifestSchema = z.looseObject({ main: z.string(), version: z.string(), productName: z.string() });

function problemsOfManifest(file: ArchivedFile, expected: ArchiveExpectations): string[] {
  const manifest = manifestSchema.safeParse(parseJson(file.content));
  if (!manifest.success) return [`package.json cannot be used: ${z.prettifyError(manifest.error)}`];
  const { main, version, productName } = manifest.data;
  const forDevelopers = ['scripts', 'devDependencies', 'dependencies', 'build'].filter(
    (field) => (manifest.data[field] ?? null) !== null,
  );
  return [
    ...(main === 'out/main/main.js' ? [] : [`package.json starts ${main}.`]),
    ...(version === expected.version ? [] : [`package.json is of version ${version}, not ${expected.version}.`]),
    ...(productName === 'Dueline' ? [] : [`package.json names the app ${productName}.`]),
    ...forDevelopers.map((field) => `package.json has "${field}", which only developers need.`),
  ];
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}
