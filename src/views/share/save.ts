/** Saving what is on the page, for menus and commands. */
import * as words from '#words/share-dialogs.ts';
import { activeAtlas } from '../../store/world.ts';
import { pageHash } from '../../store/address-bar.ts';
import { capturePage } from '../../store/page-link.ts';
import { sessionFileText } from '../../store/session-file.ts';
import { copyText, download, fileWord } from './download.ts';

/** Saves the page as a session file. */
export function saveSession(title?: string): void {
  const page = capturePage(title);
  const name = title ?? activeAtlas().info?.title ?? 'session';
  download(`${fileWord(name)}.atlas.json`, sessionFileText(page, new Date().toISOString()), 'application/json');
  activeAtlas().announce(words.sessionSavedAsFile);
}

/** The page's address as a link; `title`: a name for it. */
export async function pageLink(title?: string): Promise<string> {
  const url = new URL(location.href);
  url.hash = await pageHash(title);
  return url.href;
}

/** Copies a link to the page as it stands. */
export async function copyLink(): Promise<void> {
  const link = await pageLink();
  if (link.includes('kept=')) {
    activeAtlas().announce(words.thisSessionIsToo);
    saveSession();
  } else activeAtlas().announce((await copyText(link)) ? words.linkCopied : words.couldNotCopyHint);
}
