import { describe, expect, it } from 'vitest';
import { type CsvForm, readCsvTable } from '../../../../src-backend/import/csv-table.ts';

const form: CsvForm = { required: ['number', 'name'], optional: ['place'], firstField: /INC\d{4,}/ };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (content: string | Uint8Array) => {
  const table = readCsvTable(typeof content === 'string' ? bytes(content) : content, form);
  if (!table.usable) throw new Error(table.problems.map(({ reason }) => reason).join('; '));
  return table;
};
const header = 'number,name,place';

describe('reading a CSV', () => {
  it.each(['\n', '\r\n', '\r'])('takes line ends %j, a byte order mark and blank lines', (end) => {
    const table = read(`\uFEFF${[header, 'INC0001,Ana,Here', '', 'INC0002,Bo,There'].join(end)}${end}`);
    expect(table.rows).toEqual([
      { line: 2, fields: { number: 'INC0001', name: 'Ana', place: 'Here' } },
      { line: 4, fields: { number: 'INC0002', name: 'Bo', place: 'There' } },
    ]);
    expect(table.refused).toEqual([]);
  });

  it('reads quoted commas, quotes and line breaks, and keeps counting physical lines', () => {
    const table = read(`${header}\nINC0001,"Ruiz, ""Ana""\nsecond line",Here\nINC0002,Bo,There\n`);
    expect(table.rows.map(({ line, fields }) => [line, fields.name])).toEqual([
      [2, 'Ruiz, "Ana"\nsecond line'],
      [4, 'Bo'],
    ]);
  });

  it('reports a row with too few or too many fields at the first one missing or left over', () => {
    const table = read(`${header}\nINC0001,Ana\nINC0002,Bo,There,More\nINC0003,Cy,Here\n`);
    expect(table.refused.map(({ line, field }) => [line, field])).toEqual([
      [2, 'place'],
      [3, 'column 4'],
    ]);
    expect(table.rows.map(({ line }) => line)).toEqual([4]);
  });
});

describe('a stray quote', () => {
  it('costs its own row only, wherever it stands', () => {
    const table = read(
      [
        header,
        'INC0001,"Ana,Here',
        'INC0002,Bo,There',
        'INC0003,C"y,Here',
        '"INC0004,Di,Here',
        'INC0005,"Ed"die,Here',
        'INC0006,Flo,"Here',
        'INC0007,Gus,There',
      ].join('\n'),
    );
    expect(table.refused.map(({ line, field }) => [line, field])).toEqual([
      [2, 'name'],
      [4, 'name'],
      [5, 'number'],
      [6, 'name'],
      [7, 'place'],
    ]);
    expect(table.refused.every(({ reason }) => reason.startsWith('stray quote'))).toBe(true);
    expect(table.rows.map(({ line }) => line)).toEqual([3, 8]);
  });

  it('does not let two strays in one column make one row of the rows between them', () => {
    const table = read(
      [header, 'INC0001,Ana,"Here', 'INC0002,Bo,There', 'INC0003,Cy,There"', 'INC0004,Di,X'].join('\n'),
    );
    expect(table.refused.map(({ line }) => line)).toEqual([2, 4]);
    expect(table.rows.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('takes the lines up to the next record with it', () => {
    const table = read([header, 'INC0001,"Ana,Here', 'torn off', 'INC0002,Bo,There'].join('\n'));
    expect(table.refused.map(({ line }) => line)).toEqual([2]);
    expect(table.rows.map(({ line }) => line)).toEqual([4]);
  });

  it('is no stray when the quoted text merely mentions a record', () => {
    const all =
      '"number","name","place"\n"INC0001","see\nINC0002, it is the same,\n""INC0003"",""x""","Here"\n"INC0004","Bo","X"\n';
    const table = read(all);
    expect(table.refused).toEqual([]);
    expect(table.rows.map(({ line }) => line)).toEqual([2, 5]);
  });
});

describe('bytes that are not UTF-8', () => {
  it('are read as Latin-1 in their own row, which says so', () => {
    const latin1 = Uint8Array.from(
      Buffer.from(`${header}\r\nINC0001,M\u00fcller,Here\r\nINC0002,Bo,There\r\n`, 'latin1'),
    );
    const table = read(latin1);
    expect(table.rows.map(({ fields }) => fields.name)).toEqual(['Müller', 'Bo']);
    expect(table.notices).toEqual([
      { line: 2, field: 'name', reason: 'not UTF-8; read as Latin-1 (Windows-1252): "Müller"' },
    ]);
  });

  it('do not garble the UTF-8 of other rows', () => {
    const mixed = Buffer.concat([
      Buffer.from(`\uFEFF${header}\nINC0001,Zoë,Here\n`),
      Buffer.from('INC0002,Zo\u00eb,There\n', 'latin1'),
    ]);
    const table = read(Uint8Array.from(mixed));
    expect(table.rows.map(({ fields }) => fields.name)).toEqual(['Zoë', 'Zoë']);
    expect(table.notices.map(({ line }) => line)).toEqual([3]);
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['', 'header', 'the file is empty'],
    ['\n\n', 'header', 'the file is empty'],
    ['number,place\nINC0001,Here\n', 'name', 'the header lacks this column'],
    ['number,name,name\n', 'name', 'the header names this column twice'],
    ['number;name;place\n', 'number', 'the header lacks this column; columns must be separated by commas'],
    ['number,name\0\n', 'header', 'the file has NUL bytes, so it is no CSV; unpack it or export it again as CSV'],
  ])('%j names the place and the reason', (text, field, reason) => {
    const table = readCsvTable(bytes(text), form);
    expect(table.usable ? [] : table.problems).toContainEqual({ line: 1, field, reason });
  });

  it('is one in UTF-16', () => {
    const table = readCsvTable(Uint8Array.from([0xff, 0xfe, ...Buffer.from(header, 'utf16le')]), form);
    expect(table.usable ? '' : table.problems[0]?.reason).toContain('UTF-16');
  });

  it('is not one that has a header only, or lacks a column that can be unknown', () => {
    expect(read(`${header}\n`).rows).toEqual([]);
    expect(read('number,name\nINC0001,Ana\n').notices).toEqual([
      { line: 1, field: 'place', reason: 'the header lacks this column; read as unknown' },
    ]);
  });
});
