import { Autocomplete } from '@base-ui/react/autocomplete';
import type { ReactNode } from 'react';
import { statusNames } from '../case/names.ts';
import { Key } from '../controls/Button.tsx';
import { useRuleSource } from '../controls/rule-sources.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';
import styles from './palette.module.css';
import type { PaletteEntry } from './palette-entries.ts';
import type { PaletteLine, PaletteSection } from './palette-list.ts';
import { SearchDialog } from './SearchDialog.tsx';

interface PaletteProps {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly sections: readonly PaletteSection[];
  readonly onChoose: (line: PaletteLine) => void;
  readonly onClose: () => void;
}

/** Everything that can be done and every case, by its name: arrows choose, Enter does it, Escape leaves. */
export function Palette({ typed, onType, sections, onChoose, onClose }: PaletteProps) {
  return (
    <SearchDialog
      label="Commands"
      className={styles.palette}
      typed={typed}
      onType={onType}
      field={{ label: 'Command or case', placeholder: 'Do something, or go to a case by number or words' }}
      onFieldKey={(event) => {
        // The keys that opened it close it.
        if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onClose();
      }}
      groups={sections}
      wordsOf={wordsOf}
      onClose={onClose}
    >
      <Autocomplete.Empty className={styles.empty}>Nothing is called so, and no case matches.</Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {(section: PaletteSection) => (
          <Autocomplete.Group key={section.title} items={section.items}>
            <Autocomplete.GroupLabel className={styles.title}>{section.title}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(line: PaletteLine) => <Line key={line.id} line={line} onChoose={onChoose} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </SearchDialog>
  );
}

function Line({ line, onChoose }: { readonly line: PaletteLine; readonly onChoose: (line: PaletteLine) => void }) {
  const whyNot = line.kind === 'entry' ? line.entry.whyNot : null;
  return (
    <Autocomplete.Item className={styles.line} value={line} disabled={whyNot !== null} onClick={() => onChoose(line)}>
      {line.kind === 'entry' ? <EntryParts entry={line.entry} /> : <CaseParts found={line.found} />}
    </Autocomplete.Item>
  );
}

function EntryParts({ entry }: { readonly entry: PaletteEntry }): ReactNode {
  const source = useRuleSource(entry.whyNotCode);
  return (
    <>
      <span className={styles.label}>{entry.label}</span>
      {entry.whyNot !== null && (
        <span className={styles.aside} title={source === null ? undefined : `${entry.whyNot} Source: ${source}.`}>
          {entry.whyNot}
          {source !== null && <span className={styles.source}> Source: {source}.</span>}
        </span>
      )}
      {entry.key !== null && entry.whyNot === null && <Key>{entry.key}</Key>}
    </>
  );
}

function CaseParts({ found }: { readonly found: QueueEntry }): ReactNode {
  return (
    <>
      <bdi className={styles.number}>{found.number}</bdi>
      <span className={styles.label} dir="auto" title={found.doc.subject}>
        {found.doc.subject}
      </span>
      <span className={styles.aside} dir="auto" title={found.accountName}>
        {found.accountName}
      </span>
      <span className={styles.status}>{statusNames[found.state.status]}</span>
    </>
  );
}

function wordsOf(line: PaletteLine): string {
  return line.kind === 'entry' ? line.entry.label : `${line.found.number} ${line.found.doc.subject}`;
}
