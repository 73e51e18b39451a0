/**
 * Sessions as files: machines with their lines, branches and bookmarks, and how they are looked at. Lines stand in full, so
 * that a file can be read, compared and mended with any editor.
 */
import * as v from 'valibot';
import * as words from '#words/store-links.ts';
import { problemsOf } from '../link/validate.ts';
import { EMPTY_LINK, cameraSchema, machineSchema, nameSchema, tabSchema, themeSchema } from './link-state.ts';
import type { LinkMachine, LinkState } from './link-state.ts';
import { selectionOfWord, selectionWord } from './link-words.ts';

const FORMAT = 'hotplug-atlas-session';
/** The version written today. Older ones get an upgrader here when there is one. */
const SCHEMA = 1;

const fileSchema = v.object({
  format: v.literal(FORMAT),
  schema: v.literal(SCHEMA, words.thisPageReadsVersion(SCHEMA)),
  title: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  saved: v.exactOptional(v.string()),
  machines: v.pipe(v.array(machineSchema), v.minLength(1, words.thereIsNoMachine), v.maxLength(8)),
  active: v.exactOptional(nameSchema, 'main'),
  selection: v.exactOptional(v.string()),
  tab: v.exactOptional(tabSchema),
  view: v.exactOptional(nameSchema),
  theme: v.exactOptional(themeSchema),
  hidden: v.exactOptional(v.array(nameSchema), []),
  camera: v.exactOptional(cameraSchema),
});

/** A machine without what is undefined: JSON has no such thing. */
const plain = ({ moment, ...rest }: LinkMachine): unknown => ({
  ...rest,
  ...(moment !== undefined && { moment: moment.step === undefined ? { line: moment.line } : moment }),
});

/** A page as the text of a file. `saved`: when, as ISO 8601. */
export function sessionFileText(page: LinkState, saved: string): string {
  const { title, machines, active, selection, tab, view, theme, hidden, camera } = page;
  const word = selectionWord(selection);
  return `${JSON.stringify(
    {
      format: FORMAT,
      schema: SCHEMA,
      ...(title !== undefined && { title }),
      saved,
      machines: machines.map(plain),
      active,
      ...(word !== undefined && { selection: word }),
      ...(tab !== undefined && { tab }),
      ...(view !== undefined && { view }),
      ...(theme !== undefined && { theme }),
      ...(hidden.length > 0 && { hidden }),
      ...(camera !== undefined && { camera }),
    },
    undefined,
    1,
  )}\n`;
}

/** The page in a file, or what is wrong with it, field by field. */
export function parseSessionFile(text: string): LinkState | { readonly problems: readonly string[] } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { problems: [words.itIsNotJson(error instanceof Error ? error.message : String(error))] };
  }
  const parsed = v.safeParse(fileSchema, data);
  if (!parsed.success)
    return { problems: problemsOf(parsed.issues).map((p) => (p.field === '' ? p.why : `${p.field}: ${p.why}`)) };
  const { machines, active, selection, tab, view, theme, hidden, camera, title } = parsed.output;
  return {
    ...EMPTY_LINK,
    machines,
    active,
    selection: selection === undefined ? EMPTY_LINK.selection : (selectionOfWord(selection) ?? EMPTY_LINK.selection),
    tab,
    view,
    theme,
    hidden,
    camera,
    title,
  };
}
