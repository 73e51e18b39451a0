// Refuses English outside src/words: what a person reads stands there, so that it can be translated.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseSync } from 'vite';
import { isMain, root } from './root.mjs';

/** What is looked at. */
const rooms = 'console engine link main.tsx session snapshot store stories ui views'.split(' ');

/** Not looked at: what programs and people say whose words are not ours. */
const EXEMPT = [
  // Linux: /proc and /sys, its tables of errors and functions, what its firmware code, page-table dump and memory_failure say
  /^engine\/(files\/|firmware\/|kernel\/(errno|sources)|mapping\/(attributes|dump)|pages\/memory-failure)/,
  // QEMU
  /^console\/monitor\/(commands|models|monitor|pci|qom)|^engine\/devices\/(dimm\/|(cxl|nvdimm)\/plug|cxl\/windows|virtio-mem\/(board|probe|qom))|^snapshot\/boot\/(refusals|devices)/,
  // dash, busybox, util-linux, ndctl and its libraries, and the programs that took the recordings (hold)
  /^console\/shell\/|^engine\/devices\/cxl\/cxl\.ts/,
  // who types console lines
  /^console\/random-lines|^views\/devices\/lines/,
  // for who mends the program
  /^engine\/(pages\/)?invariants/,
];
/** Attributes and properties whose text a person reads. */
const READ =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|alt|title|label|placeholder|hint|help|heading|description|says|what|why|note|summary|caption|legend|question|answer|narration|ask|does|group|lead|spoken|also)$/;
/** Attributes whose text no person reads. */
const UNREAD = /^(className|style|id|key|href|d|points|transform|viewBox|placement|data-.*)$/;
/** Calls that compare and look up. */
const SEARCH = /^(querySelector(All)?|closest|matches|includes|startsWith|endsWith|indexOf|split)$/;
/** A story's script: what it types, and what it expects of blocks and of the kernel's log. */
const SCRIPT = /^stories\/scripts\//;
const TYPED = /^(monitor|shell|world|write|states?|logged|blocksAre)$/;
/** Its properties that hold what a machine answers, and the subjects of mails. */
const ANSWERED = /^(is|has|lacks|subject)$/;
/** Elements that hold code and the names of keys. */
const VERBATIM = new Set(['code', 'pre', 'kbd', 'Kbd']);
/** Names that are the same in every language: zones, programs, keys. */
const NAME =
  /^(Unmovable|Reclaimable|System RAM|Reserved|Early memory node ranges|(node|zone|per-node) stats|Node \0, zone \0|Normal|Movable|Device|devdax|fsdax|raw|sector|\d+[KMGT]|Error:|[A-Z][A-Z_\d]+|vmemmap|memmap|dmesg|ptdump|[a-z]+(_[a-z]+)+( \0)?|pfn|va|Linux|QEMU|Kconfig|((Enter|Tab|Home|End|Space|Shift|Ctrl|Mod|Esc(ape)?|Backspace|Page(Up|Down)|[A-Z→↑↓←+])([,+ ] *)?)+|Delete|Control|Alt|Meta|Arrow(Up|Down|Left|Right)|Page(Up|Down))$/;
/** Names in /proc/iomem, of a board, of a file; lists of symbols. */
const THEIRS =
  /^(System RAM \(\w+\)|Kernel (code|rodata|data|bss|image)|PCI (Bus|ECAM) 0000.*|(System|Video) ROM|RAM buffer|CXL Window \0|Persistent Memory|Soft Reserved|Standard PC \(.*\)|Image|# \0 is not set|([A-Z\d_]+ )+[A-Z\d_]+)$/;
/** Lines for a console begin with one of its words, and sheets, canvases and media queries have a language of their own. */
const CODE =
  /^(Error: |mce: |Demotion targets for |#!|\w+\(\) \{|device_(add|del)|object[_-](add|del)|--?(device|object) |qom-[gs]et |info (numa|memory)|(QEMU_VERSION=\d+ )?qemu-system-\S+ -|(echo|cat|modprobe) \S|for \w+ in |(ndctl|daxctl|cxl|lsmem|chmem):? |boot: \0|(load|fault|tick|boot|walk|process|touch|hold|release|migrate) [^a-z]|set_direct_map|var\(|calc\(|clamp\(|max\(|min\(|url\(|translate|rotate|repeat\(|minmax\(|color-mix|\([a-z-]+: |[a-z\d_/.-]+(\.[ch]|Makefile): |\d{3} |<|viewBox|\[|-[a-z]+ |input, |[\d.]+px|[MmLl]-?[\d.]|boot atlas\.|policy add|accel |fault clear |load (kernel|pinned|anon|pagecache)|sysctl |linux-[a-z]+, linux-|[\w/]+Kconfig|\S+\.json)/;

/** Text that reads as a sentence, a name of ours or a part of one. `\u0000` stands for what is filled in. @param {string} text */
function prose(text) {
  // a block's name is the kernel's, `mod` is arithmetic
  const said = text.trim().replaceAll('memory\0', '\0').replaceAll('} mod {', '} % {');
  if (NAME.test(said) || THEIRS.test(said) || CODE.test(said)) return false;
  return (
    /^a \p{L}{2,}/u.test(said) ||
    /\p{L}{2,}[,.:;’)]? +\S*[\p{L}\0]/u.test(said) ||
    /\0[,.:;’)]? +\(?\p{L}{2,}/u.test(said) ||
    /^\p{Lu}\p{Ll}+([ .:,…?!].*)?$/u.test(said)
  );
}

/** @typedef {{ type: string, start: number, end: number, [field: string]: any }} Node */

/** @param {unknown} value @returns {value is Node} */
const isNode = (value) => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
/** @param {Node} node @returns {Node[]} */
const partsOf = (node) => Object.values(node).flat().filter(isNode);

/** The text of a literal or a template; undefined: it is none. @param {Node} node @returns {string | undefined} */
function textOf(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral') return node.quasis.map((/** @type {Node} */ q) => q.value.cooked).join('\0');
  return undefined;
}

/** What an expression may come out as: both ways of a choice, what follows a condition. @param {Node} node @returns {Node[]} */
function outcomes(node) {
  if (node.type === 'ConditionalExpression') return [...outcomes(node.consequent), ...outcomes(node.alternate)];
  if (node.type === 'LogicalExpression') return [...outcomes(node.left), ...outcomes(node.right)];
  if (node.type === 'JSXExpressionContainer') return outcomes(node.expression);
  return [node];
}

/**
 * The English in a source file.
 * @param {string} file its name below src
 * @param {string} source
 * @returns {{ line: number, text: string }[]}
 */
export function englishIn(file, source) {
  /** @type {Map<number, string>} */
  const found = new Map();
  const report = (/** @type {Node} */ node, /** @type {string} */ text) =>
    found.set(node.start, text.replaceAll('\0', '…').trim());
  /** Text where a person reads it: one word is enough. @param {Node | null} value */
  const read = (value) => {
    for (const way of value === null ? [] : outcomes(value)) {
      const text = textOf(way)?.trim() ?? '';
      if (/\p{L}{2}/u.test(text) && !NAME.test(text) && !CODE.test(text)) report(way, text);
    }
  };
  /** @param {Node} node @param {boolean} verbatim */
  const visit = (node, verbatim) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ImportExpression':
      case 'ExportAllDeclaration':
        return;
      case 'CallExpression':
        // what a question to the worker is remembered by; what is looked for in a text or a page
        if (node.callee.name === 'useAsk' || (SCRIPT.test(file) && TYPED.test(node.callee.name))) return;
        if (SEARCH.test(node.callee.property?.name)) {
          // a list, written as one text
          if (node.callee.property.name === 'split' && node.callee.object.type === 'Literal') return;
          return visit(node.callee, verbatim);
        }
        // the kernel's log
        if (/^printk$/.test(node.callee.property?.name ?? node.callee.name)) return;
        break;
      case 'NewExpression':
        // a fault of the program, for who mends it; a pattern
        if (/(Error|RegExp)$/.test(node.callee.name)) return;
        break;
      case 'JSXText':
        if (!verbatim && /\p{L}/u.test(node.value)) report(node, node.value);
        return;
      case 'JSXAttribute':
        if (UNREAD.test(node.name.name)) return;
        if (READ.test(node.name.name)) read(node.value);
        break;
      case 'JSXElement':
        partsOf(node.openingElement).forEach((part) => visit(part, false));
        for (const child of node.children) {
          const inside = verbatim || VERBATIM.has(node.openingElement.name.name);
          if (child.type === 'JSXExpressionContainer' && !inside) read(child);
          visit(child, inside);
        }
        return;
      case 'ObjectExpression': {
        const names = node.properties.map((/** @type {Node} */ { key }) => key?.name ?? key?.value);
        for (const [i, { key, value }] of node.properties.entries())
          // a row of facts has a name and a value
          if (key !== undefined && (READ.test(names[i]) || (names[i] === 'name' && names.includes('value'))))
            read(value);
        break;
      }
      case 'Property':
        // the kernel's log
        if (node.key.name === 'dmesg' || (SCRIPT.test(file) && ANSWERED.test(node.key.name))) return;
        visit(node.value, verbatim);
        return;
      case 'MemberExpression':
        visit(node.object, verbatim);
        return;
      default:
        if (node.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull)/.test(node.type)) return;
    }
    const text = textOf(node);
    if (text !== undefined && !verbatim && prose(text)) report(node, text);
    else partsOf(node).forEach((part) => visit(part, verbatim));
  };
  visit(/** @type {Node} */ (/** @type {unknown} */ (parseSync(file, source).program)), false);
  const line = (/** @type {number} */ at) => source.slice(0, at).split('\n').length;
  return [...found].map(([at, text]) => ({ line: line(at), text }));
}

if (isMain(import.meta.url)) {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => /\.tsx?$/.test(name) && !/(\.(test|bench|d)|\/testing)\.tsx?$/.test(name))
    .filter(
      (name) =>
        !EXEMPT.some((file) => file.test(name)) && rooms.some((room) => name === room || name.startsWith(`${room}/`)),
    );
  let complaints = 0;
  for (const file of files)
    for (const { line, text } of englishIn(file, readFileSync(join(root, 'src', file), 'utf8'))) {
      complaints++;
      process.stdout.write(`src/${file}:${line}: “${text}” belongs into src/words\n`);
    }
  if (complaints > 0) process.exitCode = 1;
  else process.stdout.write(`${files.length} files without English of their own\n`);
}
