import '../kit/tokens.css';
import '../kit/base.css';
import '../review/review.css';
import '../review/panels.css';
import '../review/comments.css';
import { createRoot } from 'react-dom/client';
import { readPackage } from '../../share/index.ts';
import { PackagePage } from './PackagePage.tsx';

/** Shows the mix in this file. */
export function start(): void {
  const root = document.getElementById('root');
  if (!root) throw new TypeError('the file has no element with the id "root"');
  createRoot(root).render(<PackagePage opened={readPackage(document)} />);
}
