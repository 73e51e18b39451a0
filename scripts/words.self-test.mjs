// Asks the checker of words questions whose answers are known.
import { englishIn } from './words.mjs';

/** @param {string} code */
const found = (code) => englishIn('x.tsx', code).map(({ text }) => text);
/** @type {[string, string][]} code, and what is found in it */
const refused = [
  ['<p>tick {n}</p>', 'tick'],
  ['<p>{open ? "shut" : words.open}</p>', 'shut'],
  ['<p>{empty && "none"}</p>', 'none'],
  ['<Field label="zone" />', 'zone'],
  ['<Field label={on ? "on" : words.off} />', 'on'],
  ['<Chip of={`${n} blocks`} />', '… blocks'],
  ['const row = { label: "zone", value };', 'zone'],
  ['say(`node ${nid} has no memory`);', 'node … has no memory'],
  ['const why = "its memory lies in several zones";', 'its memory lies in several zones'],
  ['const title = "Legend";', 'Legend'],
  ['k.print(`section ${nr} is in use`);', 'section … is in use'],
  ['const both = `${a}, ${b ? "shown in the panels" : ""}`;', 'shown in the panels'],
];
const accepted = [
  '<p>{words.ticks(n)}</p>',
  '<p><code>echo online</code> <Kbd>Esc</Kbd></p>',
  '<p> · </p>',
  '<div className="wide tall" />',
  'const line = `device_del ${id}`;',
  'const value = "online_movable";',
  'const zone = zones.Movable ?? "Movable";',
  'const font = `600 ${size}px ${FONT}`;',
  'if (key === "Enter") throw new Error("no machine is there");',
  'import x from "./some where.ts"; type T = "two words";',
  'k.printk(`kmem ${name}: rejecting DAX region`);',
  'const state = { dmesg: [`Command line: ${cmdline}`] };',
  'const names = "mem memmap numa".split(" ");',
  'return { error: "Error: Bus is full" };',
  'const script = `#!/bin/sh\n# does nothing\n${body}`;',
  'const d = "M6.5 2.5v4h-4M9.5 13.5";',
];
const wrong = [
  ...refused.filter(([code, text]) => found(code).join() !== text).map(([code]) => `not found in ${code}`),
  ...accepted.filter((code) => found(code).length > 0).map((code) => `found ${found(code).join()} in ${code}`),
];
for (const claim of wrong) process.stdout.write(`wrong: ${claim}\n`);
if (wrong.length > 0) process.exitCode = 1;
