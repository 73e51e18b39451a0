// Asks the checker of words questions whose answers are known.
import { englishIn } from './words.mjs';

/** @param {string} code @param {string} [file] */
const found = (code, file = 'x.tsx') => englishIn(file, code).map(({ text }) => text);
const STORY = 'stories/scripts/x.ts';
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
  ['const what = part("view", "a view");', 'a view'],
  ['k.print(`section ${nr} is in use`);', 'section … is in use'],
  ['told(words.ADD, [{ id: "ADD-1", text: "Memory is added in whole blocks." }]);', 'Memory is added in whole blocks.'],
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
/** The same of a story's script. @type {[string, string][]} */
const refusedInStory = [
  ['asked("section", { nr }, "it is gone", (s) => s === undefined);', 'it is gone'],
  ['const step = { ...words.online, notes: "Wait", lines };', 'Wait'],
  ['const question = { ask: "which", answer: words.answer };', 'which'],
];
const acceptedInStory = [
  'const lines = [shell("hold work anon 600"), world("fault slot 2 defective")];',
  'const claims = [file("lsmem", { has: "Total online memory: 2G" }), logged(0, "Memory failure")];',
  'const source = { kind: "kernel", fn: "mm/sparse.c: sparse_add_section" };',
  'const thread = { kind: "thread", subject: "CXL boot to bash", month: "2025-02", list: "linux-mm, linux-cxl" };',
];
const wrong = [
  ...refused.filter(([code, text]) => found(code).join() !== text).map(([code]) => `not found in ${code}`),
  ...refusedInStory
    .filter(([code, text]) => found(code, STORY).join() !== text)
    .map(([code]) => `not found in the story ${code}`),
  ...acceptedInStory
    .filter((code) => found(code, STORY).length > 0)
    .map((code) => `found ${found(code, STORY).join()} in the story ${code}`),
  ...accepted.filter((code) => found(code).length > 0).map((code) => `found ${found(code).join()} in ${code}`),
];
for (const claim of wrong) process.stdout.write(`wrong: ${claim}\n`);
if (wrong.length > 0) process.exitCode = 1;
