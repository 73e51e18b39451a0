import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startAtlas } from './store/start.ts';
import { followStory } from './store/story-address.ts';
import './ui/tokens.css';
import './ui/base.css';
import { applyTheme } from './ui/theme.ts';
import { App } from './views/app/App.tsx';

// before the first paint; App then follows what the person chose
applyTheme('system')();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
startAtlas();
followStory();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
