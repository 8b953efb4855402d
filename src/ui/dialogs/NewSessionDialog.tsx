import { useState } from 'react';
import { FRAME_RATES, type FrameRate, SESSION_RATES, type SessionRate } from '../../session/index.ts';
import { parseTimecode } from '../../units/index.ts';
import { FRAME_RATE_NAMES } from '../inspector/frame-rates.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { useWorkspace } from '../state/workspace.ts';

/** Asks what a new session is fixed to: its rate can't be changed later. */
export function NewSessionDialog({ onClose }: { onClose(): void }) {
  const workspace = useWorkspace();
  const [name, setName] = useState('');
  const [sampleRate, setSampleRate] = useState<SessionRate>(48_000);
  const [frameRate, setFrameRate] = useState<FrameRate>('24');
  const [startTimecode, setStartTimecode] = useState('01:00:00:00');
  const parsed = parseTimecode(startTimecode, frameRate);
  const create = () => {
    if (!parsed.ok) return;
    onClose();
    void workspace.createSession({ name: name.trim() || 'Untitled', sampleRate, frameRate, startTimecode });
  };
  return (
    <DialogBox
      title="New session"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" disabled={!parsed.ok} onPress={create}>
            Create
          </Button>
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <label className="form-row">
          <span>Name</span>
          <input
            className="text-input"
            type="text"
            // biome-ignore lint/a11y/noAutofocus: the first field of a dialog the user asked for.
            autoFocus
            maxLength={200}
            placeholder="Untitled"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div className="form-row">
          <span>Sample rate</span>
          <Segmented
            label="Sample rate"
            options={SESSION_RATES.map((rate) => ({ value: String(rate), text: `${rate / 1000} kHz` }))}
            value={String(sampleRate)}
            onChange={(value) => setSampleRate(value === '96000' ? 96_000 : 48_000)}
          />
        </div>
        <div className="form-row">
          <span>Frame rate</span>
          <Choice
            label="Frame rate"
            options={FRAME_RATES.map((value) => ({ value, text: FRAME_RATE_NAMES[value] }))}
            value={frameRate}
            onChange={setFrameRate}
          />
        </div>
        <label className="form-row">
          <span>Starts at</span>
          <input
            className="text-input mono"
            type="text"
            aria-invalid={!parsed.ok || undefined}
            value={startTimecode}
            onChange={(event) => setStartTimecode(event.currentTarget.value)}
          />
        </label>
        <p className="form-note" role={parsed.ok ? undefined : 'alert'}>
          {parsed.ok
            ? 'The sample rate is fixed from here on; stems at other rates are converted when they are imported.'
            : `${parsed.message} ${parsed.remedy}`}
        </p>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </DialogBox>
  );
}
