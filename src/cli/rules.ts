/** Writes docs/rules.md from the rules of the engine. */
import { writeFileSync } from 'node:fs';
import { TOPICS } from '../engine/rules/index.ts';
import { rulesDocument } from '../engine/rules/markdown.ts';

writeFileSync('docs/rules.md', rulesDocument(TOPICS));
