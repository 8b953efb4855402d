import '@fontsource-variable/inter/index.css';
import '../kit/tokens.css';
import '../kit/base.css';
import './review.css';
import './panels.css';
import './comments.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReviewApp } from './ReviewApp.tsx';

const root = document.getElementById('root');
if (!root) throw new TypeError('review.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <ReviewApp />
  </StrictMode>,
);
