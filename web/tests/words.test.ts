import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = process.cwd();

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [readFileSync(join(root, folder, entry.name), 'utf8')],
  );
}

it('lists for translation just what the scripts say', () => {
  const said = new Set([...sources('elements'), ...sources('lib')].flatMap((text) => [...text.matchAll(/gettext\('([^']+)'\)/g)].map((m) => m[1])));
  const listed = readFileSync(join(root, '../src/enchanted/core/templatetags/script_words.py'), 'utf8');
  expect([...listed.matchAll(/^ {4}_\("(.+)"\),$/gm)].map((m) => m[1]).sort()).toEqual([...said].sort());
});
