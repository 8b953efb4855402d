import { Film } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Picture } from '../../session/index.ts';
import { FRAME_RATE_FACTS } from '../../units/index.ts';
import { Pane } from '../kit/Pane.tsx';
import { usePaint } from '../kit/use-paint.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { syncStep } from './video-sync.ts';
import './picture.css';

/** The film: follows the engine's clock, shows the frame under a stopped playhead. It never makes sound. */
export function PicturePane() {
  const picture = useSession((session) => session.picture);
  return (
    <Pane name="picture" title="Picture" subtitle={picture?.fileName} className="picture">
      {picture ? <StoredFilm key={picture.sha256} picture={picture} /> : <NoPicture fault={null} />}
    </Pane>
  );
}

/** Fetches the stored file of a picture, then runs it. */
function StoredFilm({ picture }: { readonly picture: Picture }) {
  const workspace = useWorkspace();
  const [source, setSource] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  useEffect(() => {
    let url: string | null = null;
    let live = true;
    const open = async () => {
      const file = await workspace.pictureFile();
      if (!live) return;
      if (file) {
        url = URL.createObjectURL(file);
        setSource(url);
      } else setFault('The picture of this session is not stored on this device. Choose the file again.');
    };
    void open();
    return () => {
      live = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [workspace]);

  if (fault !== null) return <NoPicture fault={fault} />;
  return source === null ? null : (
    <SyncedFilm source={source} start={picture.start} name={picture.fileName} onFault={setFault} />
  );
}

interface FilmProps {
  readonly source: string;
  /** Timeline sample of the first frame. */
  readonly start: number;
  readonly name: string;
  onFault(text: string): void;
}

const NoteSketch = lazy(() =>
  import('../notes/NoteSketch.tsx').then((loaded) => ({ default: loaded.NoteSketch })),
);

function SyncedFilm({ source, start, name, onFault }: FilmProps) {
  const { engine } = useWorkspace();
  const sampleRate = useSession((session) => session.sampleRate);
  const frameRate = useSession((session) => session.frameRate);
  const video = useRef<HTMLVideoElement>(null);
  const drawn = useUi((state) => state.sketch !== null);
  const { numerator, denominator } = FRAME_RATE_FACTS[frameRate];
  const frameSeconds = denominator / numerator;

  usePaint(() => {
    const element = video.current;
    if (!element || element.readyState < HTMLMediaElement.HAVE_METADATA) return;
    const { telemetry } = engine;
    const wanted = (telemetry.position - start) / sampleRate;
    const inside = wanted >= 0 && wanted < element.duration;
    element.style.visibility = inside ? 'visible' : 'hidden';
    // Films play neither backwards nor at every speed: under a shuttle the picture is a run of stills.
    const playing = telemetry.playing && inside && engine.getState().speed === 1;
    const step = syncStep(Math.max(0, wanted), element.currentTime, frameSeconds, playing, element.seeking);
    if (step.kind === 'seek')
      element.currentTime = Math.min(step.to, Math.max(0, element.duration - frameSeconds / 2));
    if (step.kind === 'rate' && Math.abs(element.playbackRate - step.rate) > 0.002)
      element.playbackRate = step.rate;
    if (playing && element.paused) {
      element.play().catch((error: unknown) => {
        // A pause that overtakes play() rejects it with AbortError; anything else is a fault of the file.
        if (!(error instanceof DOMException && error.name === 'AbortError'))
          onFault(`${name} cannot be played: ${String(error)}`);
      });
    } else if (!playing && !element.paused) element.pause();
    element.dataset['driftFrames'] = ((element.currentTime - wanted) / frameSeconds).toFixed(2);
  });

  return (
    <>
      <video
        ref={video}
        className="picture-film"
        src={source}
        muted
        playsInline
        preload="auto"
        disablePictureInPicture
        aria-label={`Picture: ${name}`}
        onError={() =>
          onFault(
            `${name} holds a picture this browser cannot decode. Convert it to H.264 MP4 or VP9 WebM and choose it again.`,
          )
        }
      />
      {drawn && (
        <Suspense>
          <NoteSketch film={video} />
        </Suspense>
      )}
    </>
  );
}

function NoPicture({ fault }: { readonly fault: string | null }) {
  const workspace = useWorkspace();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="picture-empty">
      <Film size={22} aria-hidden="true" strokeWidth={1.25} />
      <p role={fault === null ? undefined : 'alert'}>
        {fault ?? 'No picture yet. A film runs here, locked to the sound.'}
      </p>
      <button type="button" className="button" onClick={() => picker.current?.click()}>
        Choose a picture
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        accept="video/*,.mp4,.mov,.webm,.mkv"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) void workspace.importFiles(files);
        }}
      />
    </div>
  );
}
