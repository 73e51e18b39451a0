import { mainAtlas } from '../../store/atlas.ts';
import { showPage } from '../../store/page-link.ts';
import { parseSessionFile } from '../../store/session-file.ts';

/** Shows the page that a session file holds. What is wrong with the file is said, and the page on screen stays. */
export async function openSession(name: string, text: string): Promise<boolean> {
  const page = parseSessionFile(text);
  if ('problems' in page) {
    mainAtlas.setState({
      notice: { tone: 'error', text: `${name} cannot be opened. The page stays as it is.`, details: page.problems },
    });
    return false;
  }
  const fine = await showPage(page);
  if (fine) mainAtlas.getState().announce(`${page.title ?? name} is open`);
  return fine;
}
