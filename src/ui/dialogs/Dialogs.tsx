import { lazy, Suspense } from 'react';
import { Palette } from '../palette/Palette.tsx';
import type { DialogName } from '../state/ui-store.ts';
import { useUi, useWorkspace } from '../state/workspace.ts';

const BounceDialog = lazy(() =>
  import('./BounceDialog.tsx').then((loaded) => ({ default: loaded.BounceDialog })),
);
const HeadphonesDialog = lazy(() =>
  import('./HeadphonesDialog.tsx').then((loaded) => ({ default: loaded.HeadphonesDialog })),
);
const KeySheet = lazy(() => import('./KeySheet.tsx').then((loaded) => ({ default: loaded.KeySheet })));
const NewSessionDialog = lazy(() =>
  import('./NewSessionDialog.tsx').then((loaded) => ({ default: loaded.NewSessionDialog })),
);
const OpenDialog = lazy(() => import('./OpenDialog.tsx').then((loaded) => ({ default: loaded.OpenDialog })));
const PreferencesDialog = lazy(() =>
  import('./PreferencesDialog.tsx').then((loaded) => ({ default: loaded.PreferencesDialog })),
);
const ShareDialog = lazy(() =>
  import('../share/ShareDialog.tsx').then((loaded) => ({ default: loaded.ShareDialog })),
);

const DIALOGS = {
  bounce: BounceDialog,
  headphones: HeadphonesDialog,
  keys: KeySheet,
  new: NewSessionDialog,
  open: OpenDialog,
  palette: Palette,
  preferences: PreferencesDialog,
  share: ShareDialog,
} as const satisfies Record<DialogName, unknown>;

/** The dialog that stands over the window, if any; each is loaded when first opened, but the palette, which is typed into at once. */
export function Dialogs() {
  const { ui } = useWorkspace();
  const dialog = useUi((state) => state.dialog);
  if (dialog === null) return null;
  const Dialog = DIALOGS[dialog];
  return (
    <Suspense>
      <Dialog onClose={() => ui.setState({ dialog: null })} />
    </Suspense>
  );
}
