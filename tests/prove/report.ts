import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ProofRow } from './proof.ts';

/** What one proof gave. */
export interface ProofSection {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly ProofRow[];
  readonly date: string;
  readonly machine: string;
  readonly seconds: number;
}

const HEAD = `# Benchmarks and proofs

What the house promises, measured. Each section is written by one command and replaced when it runs again:
\`npm run prove\` runs all of them, \`npm run prove -- NAME …\` some. \`npm run bench\` prints the figures of the
core alone. Figures are of the machine named in the section; on a busy machine they are worse.
`;

const verdict = (met: boolean | null): string => (met === null ? '' : met ? 'met' : '**missed**');
const cell = (text: string): string => text.replaceAll('|', '\\|');

function markdown({ name, title, rows, date, machine, seconds }: ProofSection): string {
  const lines = rows.map(
    (row) => `| ${cell(row.name)} | ${cell(row.figure)} | ${cell(row.target)} | ${verdict(row.met)} |`,
  );
  return [
    `<!-- ${name} -->`,
    `## ${title}`,
    '',
    `\`npm run prove -- ${name}\`, ${date}, ${seconds.toFixed(0)} s. ${machine}.`,
    '',
    '| what | figure | target | |',
    '| --- | --- | --- | --- |',
    ...lines,
    `<!-- /${name} -->`,
  ].join('\n');
}

/** Puts a section into the page, in place of the older one of the same name. */
export function writeSection(path: string, section: ProofSection): void {
  const page = existsSync(path) ? readFileSync(path, 'utf8') : HEAD;
  const [open, close] = [`<!-- ${section.name} -->`, `<!-- /${section.name} -->`];
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  const text = markdown(section);
  const next =
    from >= 0 && to > from
      ? page.slice(0, from) + text + page.slice(to + close.length)
      : `${page.trimEnd()}\n\n${text}\n`;
  writeFileSync(path, next);
}

/** Lays rows out for the terminal. */
export function terminalTable(rows: readonly ProofRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, figure, target, met }) => {
      const mark = met === null ? '    ' : met ? 'ok  ' : 'MISS';
      return `${mark} ${name.padEnd(width)}  ${figure}${target ? `  (target ${target})` : ''}`;
    })
    .join('\n');
}
