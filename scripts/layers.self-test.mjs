// Asks the layer checker questions whose answers are known.
import { cycles, hubs, importsOf, refusal, roomOf } from './layers.mjs';

const source = [
  "import a, { type B } from './a.ts';",
  "import type { C } from '../c.ts';",
  "import {\n  d,\n  e,\n} from './d.ts';",
  "import './style.css';",
  "export type { F } from './f.ts';",
  "export * from './g.ts';",
  "const lazy = () => import('./h.ts');",
  "type I = import('./i.ts').I;",
  "import { useState } from 'react';",
  "// import { no } from './no.ts';",
  "const text = 'from';",
  "import type from './j.ts';",
  "import * as words from '#words/k.ts';",
].join('\n');
const seen = importsOf('views/map/x.ts', source)
  .map(({ to, kind }) => `${kind} ${to}`)
  .toSorted()
  .join(', ');
const expected = [
  'value views/map/a.ts',
  'type views/c.ts',
  'value views/map/d.ts',
  'value views/map/style.css',
  'type views/map/f.ts',
  'value views/map/g.ts',
  'value views/map/h.ts',
  'type views/map/i.ts',
  'value views/map/j.ts',
  'value words/en/k.ts',
]
  .toSorted()
  .join(', ');
/** @param {string} from @param {string} to @param {'type' | 'value'} [kind] */
const refused = (from, to, kind = 'value') => refusal({ from, to, kind }) !== undefined;
/** @param {string} from @param {string} to @param {'type' | 'value'} [kind] @returns {import('./layers.mjs').Import} */
const edge = (from, to, kind = 'value') => ({ from, to, kind });
const star = Array.from({ length: 3 }, (_, i) => [edge(`in${i}.ts`, 'hub.ts'), edge('hub.ts', `out${i}.ts`)]).flat();
/** @type {[string, boolean][]} */
const claims = [
  [`imports found: ${seen}`, seen === expected],
  ['sparse may not know zones', refused('engine/sparse/a.ts', 'engine/zones/b.ts')],
  ['not even its types', refused('engine/sparse/a.ts', 'engine/zones/b.ts', 'type')],
  ['but the vocabulary of zones', !refused('engine/sparse/a.ts', 'engine/zones/types.ts')],
  ['which knows no room', refused('engine/zones/types.ts', 'engine/sparse/a.ts', 'type')],
  ['zones may know sparse', !refused('engine/zones/b.ts', 'engine/sparse/a.ts')],
  ['the engine knows no console', refused('engine/machine.ts', 'console/a.ts')],
  ['views load units', !refused('views/map/a.tsx', 'engine/units.ts')],
  ['views load no machine', refused('views/map/a.tsx', 'engine/machine.ts')],
  ['views know its types', !refused('views/map/a.tsx', 'engine/machine.ts', 'type')],
  ['the client loads no session', refused('link/client.ts', 'session/session.ts')],
  ['the worker does', !refused('link/worker.ts', 'session/session.ts')],
  ['the client loads no worker', refused('link/client.ts', 'link/worker.ts')],
  ['the store knows no view', refused('store/a.ts', 'views/bay/b.tsx')],
  ['words know no view', refused('words/en/a.ts', 'views/bay/b.tsx', 'type')],
  ['words load no machine', refused('words/en/a.ts', 'engine/machine.ts')],
  [
    'everybody loads words',
    !['cli', 'session', 'link', 'views'].some((room) => refused(`${room}/a.ts`, 'words/en/b.ts')),
  ],
  ['Node loads no view', refused('cli/a.ts', 'views/bay/b.tsx')],
  ['a test may import anything', !refused('engine/sparse/a.test.ts', 'console/b.ts')],
  ['nobody imports a test', refused('cli/a.ts', 'engine/sparse/a.test.ts')],
  ['a stray file has no room', roomOf('helpers/a.ts') === undefined && roomOf('engine/misc/a.ts') === undefined],
  ['a cycle of values', cycles([edge('a', 'b'), edge('b', 'c'), edge('c', 'a')]).length === 1],
  ['a file that loads itself', cycles([edge('a', 'a')]).length === 1],
  ['types close no cycle', cycles([edge('a', 'b'), edge('b', 'a', 'type')]).length === 0],
  ['a hub', hubs(star, 2).join() === 'hub.ts' && hubs(star, 3).length === 0],
];

const wrong = claims.filter(([, holds]) => !holds);
for (const [claim] of wrong) process.stdout.write(`wrong: ${claim}\n`);
if (wrong.length > 0) process.exitCode = 1;
