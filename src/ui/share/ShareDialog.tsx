import { useEffect, useState } from 'react';
import { Button, Segmented } from '../kit/Button.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { browserSettings } from '../state/persist.ts';
import { useSession } from '../state/workspace.ts';
import { bytesText, MadeLinks } from './MadeLinks.tsx';
import { MixFacts } from './MixFacts.tsx';
import { faultOf, freshFields, linksOf, PublishForm, rangeOf } from './PublishForm.tsx';
import { publishKeyOf, type ShareRun } from './share-desk.ts';
import { useDesk, useDeskState } from './use-desk.ts';
import './share-dialog.css';

const STAGES = { coding: 'Coding stems', rendering: 'Rendering', sending: 'Sending' } as const;

function Progress({ run }: { readonly run: Extract<ShareRun, { kind: 'running' }> }) {
  const { progress } = run;
  const share = progress?.share ?? 0;
  const words =
    progress === null
      ? 'Getting ready'
      : progress.stage === 'sending'
        ? `Sending: ${bytesText(progress.sentBytes)} of ${bytesText(progress.totalBytes)}`
        : `${STAGES[progress.stage]}: ${progress.what}`;
  return (
    <div className="share-progress">
      <p role="status">{words}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label="Publishing"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <i style={{ transform: `scaleX(${share})` }} />
      </div>
      <p className="form-note">Nothing is shown to anyone before all of it has arrived.</p>
    </div>
  );
}

/** Publishes the session as a mix link, and looks after what was published. */
export function ShareDialog({ onClose }: { onClose(): void }) {
  const desk = useDesk();
  const session = useSession((document) => document);
  const { mix, facts, factsFailure, run } = useDeskState(desk, (state) => state);
  const [tab, setTab] = useState<'publish' | 'links'>('publish');
  const later = (facts?.versions.length ?? 0) > 0;
  const [key, setKey] = useState(() => publishKeyOf(browserSettings()) ?? '');
  const [draft, setDraft] = useState<ReturnType<typeof freshFields> | null>(null);
  const fields = draft ?? freshFields(session, facts?.title ?? session.name, later || mix !== null);
  useEffect(() => {
    void desk.refresh();
  }, [desk]);

  const running = run.kind === 'running';
  const asksKey = run.kind === 'failed' && run.needsKey;
  const fault = faultOf(fields, session);
  const publish = () =>
    void desk.publish({
      title: fields.title.trim(),
      note: fields.note.trim() === '' ? null : fields.note.trim(),
      range: rangeOf(fields, session),
      content: fields.content,
      coding: fields.coding,
      picture: fields.picture,
      links: linksOf(fields, Date.now()),
      publishKey: key.trim() === '' ? null : key.trim(),
    });
  const next = (facts?.versions[0]?.n ?? 0) + 1;
  const main =
    run.kind === 'done' ? (
      <Button
        tone="primary"
        onPress={() => {
          setDraft(null);
          desk.clear();
          onClose();
        }}
      >
        Done
      </Button>
    ) : (
      <>
        <Button onPress={onClose}>Close</Button>
        {tab === 'publish' && (
          <Button tone="primary" disabled={fault !== null} onPress={publish}>
            {next > 1 ? `Publish version ${next}` : 'Publish'}
          </Button>
        )}
      </>
    );
  return (
    <DialogBox
      title="Share the mix"
      dismissable={!running}
      onClose={onClose}
      footer={running ? <Button onPress={() => desk.cancel()}>Cancel the publishing</Button> : main}
    >
      <div className="share">
        {mix && !running && run.kind !== 'done' && (
          <Segmented
            label="Part of sharing"
            options={[
              { value: 'publish', text: 'Publish' },
              { value: 'links', text: 'Versions and links' },
            ]}
            value={tab}
            onChange={(value: 'publish' | 'links') => setTab(value)}
          />
        )}
        {running ? (
          <Progress run={run} />
        ) : run.kind === 'done' ? (
          <MadeLinks run={run} />
        ) : tab === 'links' && mix ? (
          <>
            {facts && (
              <MixFacts
                facts={facts}
                onRevoke={(linkId) => void desk.revoke(linkId)}
                onRemove={() => void desk.removeMix().then(() => setTab('publish'))}
              />
            )}
            {factsFailure && (
              <div className="refusal" role="alert">
                {factsFailure.code === 'not-found' ? (
                  <>
                    <p>The server has no such mix any more. What was published before is gone.</p>
                    <Button onPress={() => desk.forget()}>Begin a new mix</Button>
                  </>
                ) : (
                  <p>
                    {factsFailure.message} {factsFailure.remedy}
                  </p>
                )}
              </div>
            )}
          </>
        ) : (
          <>
            <PublishForm fields={fields} later={later} onChange={setDraft} />
            {asksKey && (
              <label className="form-row">
                <span>Server’s key</span>
                <input
                  className="text-input"
                  type="password"
                  aria-label="Publishing key of the server"
                  autoComplete="off"
                  value={key}
                  onChange={(event) => setKey(event.currentTarget.value)}
                />
              </label>
            )}
            {run.kind === 'failed' && (
              <p className="refusal" role="alert">
                {asksKey
                  ? 'This server takes mixes from those who have its publishing key, or it takes none. Ask who runs it.'
                  : `${run.failure.message} ${run.failure.remedy}`}
              </p>
            )}
            {fault && <p className="form-note">{fault}</p>}
          </>
        )}
      </div>
    </DialogBox>
  );
}
