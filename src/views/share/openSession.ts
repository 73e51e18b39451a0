import * as words from '#words/share-dialogs.ts';
import { mainAtlas } from '../../store/atlas.ts';
import { showPage } from '../../store/page-link.ts';
import { parseSessionFile } from '../../store/session-file.ts';

/** Shows the page that a session file holds. What is wrong with the file is said, and the page on screen stays. */
export async function openSession(name: string, text: string): Promise<boolean> {
  const page = parseSessionFile(text);
  if ('problems' in page) {
    mainAtlas.setState({
      notice: { tone: 'error', text: words.cannotBeOpenedPage(name), details: page.problems },
    });
    return false;
  }
  const fine = await showPage(page);
  if (fine) mainAtlas.getState().announce(words.isOpen(page.title ?? name));
  return fine;
}
