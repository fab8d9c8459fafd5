import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { Article } from '../../src-shared/knowledge/article.ts';
import { type ArticleBlock, articleBlocks } from '../../src-shared/knowledge/article-blocks.ts';
import { sourceWords } from '../../src-shared/policy/source-words.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { Button, withKey } from '../controls/Button.tsx';
import styles from './guidance.module.css';

interface GuidanceProps {
  readonly articles: readonly Article[];
  /** What the desk calls a closure code or a team. */
  readonly codeName: (key: string) => string;
  readonly teamName: (key: string) => string;
  /** The macro of an article, if it is at hand. */
  readonly macroName: (id: string) => string | null;
  readonly onMacro: (id: string) => void;
}

/** Short articles that help with the case. Closed until wanted, so that the record keeps its height. */
export function Guidance({ articles, codeName, teamName, macroName, onMacro }: GuidanceProps) {
  if (articles.length === 0) return null;
  return (
    <section className={styles.guidance} aria-label="Guidance" data-guidance>
      {articles.map((article, place) => {
        const { id, title, text, macroId, closureCode, team, source, rule } = article;
        const macro = macroId === undefined ? null : macroName(macroId);
        return (
          <details key={id} name="guidance">
            <summary
              aria-keyshortcuts={place === 0 ? commandWords.guidance.key : undefined}
              dir="auto"
              title={withKey(isolated(title), place === 0 ? commandWords.guidance.key : undefined)}
            >
              {title}
            </summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the arrows. */}
            <article className={styles.article} dir="auto" tabIndex={0} aria-label={title}>
              {keyed(articleBlocks(text)).map(({ key, block }) => (
                <Block key={key} block={block} />
              ))}
            </article>
            <div className={styles.foot}>
              {macroId !== undefined && macro !== null && (
                <Button title={macro} onClick={() => onMacro(macroId)}>
                  <span className={styles.macro}>Write “{isolated(macro)}”</span>
                </Button>
              )}
              {closureCode !== undefined && (
                <span className={styles.quiet}>Closes as: {isolated(codeName(closureCode))}</span>
              )}
              {team !== undefined && <span className={styles.quiet}>Goes to: {teamName(team)}</span>}
              {source !== undefined && (
                <span className={styles.quiet}>
                  Rule: {sourceWords(source, rule === undefined ? undefined : isolated(rule))}
                </span>
              )}
            </div>
          </details>
        );
      })}
    </section>
  );
}

function Block({ block }: { readonly block: ArticleBlock }) {
  if (block.kind === 'heading') return <h3 dir="auto">{block.text}</h3>;
  if (block.kind === 'paragraph') return <p dir="auto">{block.text}</p>;
  const List = block.ordered ? 'ol' : 'ul';
  return (
    <List>
      {keyed(block.items).map(({ key, block: item }) => (
        <li key={key} dir="auto">
          {item}
        </li>
      ))}
    </List>
  );
}

/** An article never changes while it is shown, so that the place is a good key. */
function keyed<Item>(items: readonly Item[]): readonly { readonly key: string; readonly block: Item }[] {
  return items.map((block, place) => ({ key: String(place), block }));
}

/** Opens the first article of the opened case and hands it the keys; false if there is none. */
export function focusGuidance(): boolean {
  const details = document.querySelector('[data-guidance] > details');
  const summary = details?.querySelector('summary');
  if (!(details instanceof HTMLDetailsElement) || !(summary instanceof HTMLElement)) return false;
  details.open = true;
  summary.focus({ preventScroll: true });
  // On a short screen it stands below what belongs to the kind, in an area that scrolls.
  const area = details.closest('[data-guidance]')?.parentElement;
  if (area) area.scrollTop += details.getBoundingClientRect().top - area.getBoundingClientRect().top;
  return true;
}
