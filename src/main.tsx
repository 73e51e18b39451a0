// before all others
import './store/early.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { embedView, hashFromQuery } from './store/embed.ts';
import { usePage } from './store/page.ts';
import { startAtlas } from './store/start.ts';
import { followStory, placeFromHash } from './store/story-address.ts';
import './ui/tokens.css';
import './ui/base.css';
import { applyTheme } from './ui/theme.ts';
import { App } from './views/app/App.tsx';
import { keepForOffline } from './views/app/offline.ts';
import { preloadStory } from './views/story/LazyStory.tsx';

// before the first paint; App then follows what the person chose
applyTheme('system')();

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element with the id "root"');
const root = createRoot(element);

// the speaker's window has no machine of its own
if (new URLSearchParams(location.search).has('notes'))
  void import('./views/presenter/Notes.tsx').then(({ Notes }) => root.render(<Notes />));
else {
  if (embedView(location.search, location.hash) !== undefined)
    history.replaceState(history.state, '', hashFromQuery(location.search, location.hash));
  const place = placeFromHash(location.hash);
  startAtlas(place && (async () => (await import('./stories/first.ts')).firstMachine(place)));
  followStory();
  if (usePage.getState().story !== undefined) preloadStory();
  keepForOffline();
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
