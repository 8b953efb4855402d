import { Palette } from '../palette/Palette.tsx';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { BounceDialog } from './BounceDialog.tsx';
import { HeadphonesDialog } from './HeadphonesDialog.tsx';
import { KeySheet } from './KeySheet.tsx';
import { NewSessionDialog } from './NewSessionDialog.tsx';
import { OpenDialog } from './OpenDialog.tsx';
import { PreferencesDialog } from './PreferencesDialog.tsx';

/** The dialog that stands over the window, if any. */
export function Dialogs() {
  const { ui } = useWorkspace();
  const dialog = useUi((state) => state.dialog);
  const onClose = () => ui.setState({ dialog: null });
  switch (dialog) {
    case 'bounce':
      return <BounceDialog onClose={onClose} />;
    case 'headphones':
      return <HeadphonesDialog onClose={onClose} />;
    case 'keys':
      return <KeySheet onClose={onClose} />;
    case 'new':
      return <NewSessionDialog onClose={onClose} />;
    case 'open':
      return <OpenDialog onClose={onClose} />;
    case 'palette':
      return <Palette onClose={onClose} />;
    case 'preferences':
      return <PreferencesDialog onClose={onClose} />;
    case null:
      return null;
  }
}
