import { offerDownload } from '../app/files.ts';
import { Button } from '../kit/Button.tsx';
import { bytesText } from './MadeLinks.tsx';
import type { SaveRun } from './save-file.ts';

/** A mix that was saved as one file. */
export function SavedFile({ run }: { readonly run: Extract<SaveRun, { kind: 'done' }> }) {
  return (
    <div className="share-done">
      <p role="status">
        The file is made: {bytesText(run.file.size)}. It holds the mix and what plays it, and opens in any
        current browser, also without a network.
      </p>
      <p className="form-note">
        Whoever has the file has everything in it; it can’t be taken back as a link can.
      </p>
      <div>
        <Button onPress={() => offerDownload(run.file, run.name)}>Save the file again</Button>
      </div>
    </div>
  );
}
