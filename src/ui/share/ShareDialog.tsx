import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PublishProgress } from '../../share/browser.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { browserSettings } from '../state/persist.ts';
import { useSession } from '../state/workspace.ts';
import { LinkFields } from './LinkFields.tsx';
import { bytesText, MadeLinks } from './MadeLinks.tsx';
import { MixFacts } from './MixFacts.tsx';
import { MixInLink } from './MixInLink.tsx';
import { faultOf, freshFields, linksFaultOf, linksOf, PublishForm, rangeOf } from './PublishForm.tsx';
import { SavedFile } from './SavedFile.tsx';
import { publishKeyOf } from './share-desk.ts';
import { useDesk, useDeskState, useSaver } from './use-desk.ts';
import './share-dialog.css';

type Tab = 'publish' | 'file' | 'link' | 'links';

const STAGES = { coding: 'Coding stems', rendering: 'Rendering', sending: 'Sending' } as const;

function Progress({
  progress,
  sending,
  name,
  note,
}: {
  readonly progress: PublishProgress | null;
  /** Word for what is done with what was made. */
  readonly sending: string;
  readonly name: string;
  readonly note: string;
}) {
  const share = progress?.share ?? 0;
  const words =
    progress === null
      ? 'Getting ready'
      : progress.stage === 'sending'
        ? `${sending}: ${bytesText(progress.sentBytes)} of ${bytesText(progress.totalBytes)}`
        : `${STAGES[progress.stage]}: ${progress.what}`;
  return (
    <div className="share-progress">
      <p role="status">{words}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <i style={{ transform: `scaleX(${share})` }} />
      </div>
      <p className="form-note">{note}</p>
    </div>
  );
}

/** Publishes the session as a mix link, and looks after what was published. */
export function ShareDialog({ onClose }: { onClose(): void }) {
  const desk = useDesk();
  const session = useSession((document) => document);
  const { mix, facts, factsFailure, run } = useDeskState(desk, (state) => state);
  const [tab, setTab] = useState<Tab>('publish');
  const later = (facts?.versions.length ?? 0) > 0;
  const [key, setKey] = useState(() => publishKeyOf(browserSettings()) ?? '');
  const [draft, setDraft] = useState<ReturnType<typeof freshFields> | null>(null);
  const fields = draft ?? freshFields(session, facts?.title ?? session.name, later || mix !== null);
  useEffect(() => {
    void desk.refresh();
  }, [desk]);

  const { saver, pictureFile } = useSaver();
  const saving = useStore(saver.store);
  const running = run.kind === 'running' || saving.kind === 'running';
  const asksKey = run.kind === 'failed' && run.needsKey;
  // A file is for nobody in particular.
  const asked = tab === 'file' ? { ...fields, recipients: [], password: '' } : fields;
  const fault = faultOf(asked, session);
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
  const save = async () =>
    saver.save({
      session,
      title: fields.title.trim(),
      note: fields.note.trim() === '' ? null : fields.note.trim(),
      range: rangeOf(fields, session),
      content: fields.content,
      coding: fields.coding,
      picture: fields.picture ? await pictureFile() : null,
    });
  const next = (facts?.versions[0]?.n ?? 0) + 1;
  const main =
    run.kind === 'done' || saving.kind === 'done' ? (
      <Button
        tone="primary"
        onPress={() => {
          setDraft(null);
          desk.clear();
          saver.clear();
          onClose();
        }}
      >
        Done
      </Button>
    ) : (
      <>
        <Button onPress={onClose}>Close</Button>
        {tab === 'links' && later && fields.recipients.length > 0 && (
          <Button
            tone="primary"
            disabled={linksFaultOf(fields) !== null}
            onPress={() => void desk.addLinks(linksOf(fields, Date.now()))}
          >
            Make the links
          </Button>
        )}
        {tab === 'publish' && (
          <Button tone="primary" disabled={fault !== null} onPress={publish}>
            {next > 1 ? `Publish version ${next}` : 'Publish'}
          </Button>
        )}
        {tab === 'file' && (
          <Button tone="primary" disabled={fault !== null} onPress={() => void save()}>
            Save as one file
          </Button>
        )}
      </>
    );
  return (
    <DialogBox
      title="Share the mix"
      dismissable={!running}
      onClose={onClose}
      footer={
        run.kind === 'running' ? (
          <Button onPress={() => desk.cancel()}>Cancel the publishing</Button>
        ) : saving.kind === 'running' ? (
          <Button onPress={() => saver.cancel()}>Cancel the saving</Button>
        ) : (
          main
        )
      }
    >
      <div className="share">
        {!running && run.kind !== 'done' && saving.kind !== 'done' && (
          <Segmented
            label="Part of sharing"
            options={[
              { value: 'publish', text: 'Publish' },
              { value: 'file', text: 'One file' },
              { value: 'link', text: 'In a link' },
              ...(mix ? [{ value: 'links', text: 'Versions and links' } as const] : []),
            ]}
            value={tab}
            onChange={(value: Tab) => setTab(value)}
          />
        )}
        {run.kind === 'running' ? (
          <Progress
            progress={run.progress}
            sending="Sending"
            name="Publishing"
            note="Nothing is shown to anyone before all of it has arrived."
          />
        ) : saving.kind === 'running' ? (
          <Progress
            progress={saving.progress}
            sending="Writing"
            name="Saving"
            note="Nothing is sent anywhere."
          />
        ) : run.kind === 'done' ? (
          <MadeLinks run={run} />
        ) : saving.kind === 'done' ? (
          <SavedFile run={saving} />
        ) : tab === 'link' ? (
          <MixInLink />
        ) : tab === 'file' ? (
          <>
            <p className="form-note">
              One HTML file that plays by itself, from disk and without a network. A .scorestage file, which
              can be worked on, is under Export.
            </p>
            <PublishForm fields={fields} later={later} forFile onChange={setDraft} />
            {saving.kind === 'failed' && (
              <p className="refusal" role="alert">
                {saving.failure.message} {saving.failure.remedy}
              </p>
            )}
          </>
        ) : tab === 'links' && mix ? (
          <>
            {facts && (
              <MixFacts
                facts={facts}
                onRevoke={(linkId) => void desk.revoke(linkId)}
                onRemove={() => void desk.removeMix().then(() => setTab('publish'))}
              />
            )}
            {later && <LinkFields fields={fields} later onChange={setDraft} />}
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
