import '@fontsource-variable/inter/index.css';
import '../kit/tokens.css';
import '../kit/base.css';
import './play.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readFragment } from '../../share/index.ts';
import { PlayPage } from './PlayPage.tsx';

const root = document.getElementById('root');
if (!root) throw new TypeError('play.html has no element with the id "root"');
// Another link in the same tab is another page.
addEventListener('hashchange', () => location.reload());
const link = await readFragment(location.hash.slice(1));
createRoot(root).render(
  <StrictMode>
    <PlayPage link={link} />
  </StrictMode>,
);
