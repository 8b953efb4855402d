import { useRef, useState } from 'react';
import { usePaint } from '../../kit/use-paint.ts';
import { syncStep } from '../../picture/video-sync.ts';
import { useClock, usePlayer, useReview } from '../state/review.ts';
import { DrawingLayer } from './DrawingLayer.tsx';

/** The film of the version shown: follows the sound, shows the frame under a stopped playhead, never makes sound. */
export function Film() {
  const { player, client } = useReview();
  const picture = usePlayer((state) => state.manifest?.picture ?? null);
  const sampleRate = usePlayer((state) => state.manifest?.sampleRate ?? 48_000);
  const sounded = usePlayer((state) => state.firstSoundSeconds !== null);
  const clock = useClock();
  const video = useRef<HTMLVideoElement>(null);
  const [ratio, setRatio] = useState(16 / 9);
  const [fault, setFault] = useState(false);
  const frameSeconds = clock?.frameSeconds ?? 1 / 24;

  usePaint(() => {
    const element = video.current;
    if (!element || !picture || element.readyState < HTMLMediaElement.HAVE_METADATA) return;
    const wanted = (player.position() - (picture.start ?? 0)) / sampleRate;
    const inside = wanted >= 0 && wanted < element.duration;
    element.style.visibility = inside ? 'visible' : 'hidden';
    const playing = player.getState().playing && inside;
    const step = syncStep(wanted, element.currentTime, frameSeconds, playing, element.seeking);
    if (step.kind === 'seek')
      element.currentTime = Math.min(step.to, Math.max(0, element.duration - frameSeconds / 2));
    if (step.kind === 'rate' && Math.abs(element.playbackRate - step.rate) > 0.002)
      element.playbackRate = step.rate;
    if (playing && element.paused) {
      element.play().catch((error: unknown) => {
        // A pause that overtakes play() rejects it with AbortError; anything else is a fault of the film.
        if (!(error instanceof DOMException && error.name === 'AbortError')) setFault(true);
      });
    } else if (!playing && !element.paused) element.pause();
    element.dataset['driftFrames'] = ((element.currentTime - wanted) / frameSeconds).toFixed(2);
  });

  if (!picture) return null;
  if (fault)
    return (
      <p className="rv-empty" role="alert">
        This browser cannot play the picture. Sound and comments work without it.
      </p>
    );
  return (
    <div className="rv-film-box">
      <div className="rv-film" style={{ ['--ratio' as string]: ratio }}>
        <video
          key={picture.sha256}
          ref={video}
          src={client.blobUrl(picture.sha256)}
          crossOrigin="anonymous"
          muted
          playsInline
          // Nothing takes the line from the first sound.
          preload={sounded ? 'auto' : 'metadata'}
          disablePictureInPicture
          aria-label="Picture"
          onLoadedMetadata={({ currentTarget: { videoWidth, videoHeight } }) => {
            if (videoWidth > 0 && videoHeight > 0) setRatio(videoWidth / videoHeight);
          }}
          onError={() => setFault(true)}
        />
        <DrawingLayer over="picture" />
      </div>
    </div>
  );
}
