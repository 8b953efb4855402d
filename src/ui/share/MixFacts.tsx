import { useState } from 'react';
import type { OwnedMix } from '../../share/index.ts';
import { Button } from '../kit/Button.tsx';
import { bytesText } from './MadeLinks.tsx';
import { ROLE_OPTIONS } from './RecipientRows.tsx';

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** What happened to a mix, for people; what is not named here is not shown. */
const ACTIONS: Readonly<Partial<Record<string, string>>> = {
  opened: 'opened the link',
  'password-wrong': 'gave a wrong password',
};
/** Lines of the log shown. */
const MOST_LINES = 40;

type OwnedLink = OwnedMix['links'][number];

function linkWords(link: OwnedLink, now: number): string {
  const role = ROLE_OPTIONS.find(({ value }) => value === link.role)?.text.toLowerCase() ?? link.role;
  const ended = link.expiresAt !== null && link.expiresAt <= now;
  return [
    `may ${role}`,
    link.stems ? 'with stems' : 'sound alone',
    ...(link.downloads ? ['downloads'] : []),
    ...(link.hasPassword ? ['password'] : []),
    link.revokedAt !== null
      ? `revoked ${day.format(link.revokedAt)}`
      : ended
        ? `ended ${day.format(link.expiresAt ?? now)}`
        : link.expiresAt === null
          ? 'until revoked'
          : `until ${day.format(link.expiresAt)}`,
  ].join(' · ');
}

/** Versions, links and who has looked; with what can be taken back. */
export function MixFacts({
  facts,
  onRevoke,
  onRemove,
}: {
  readonly facts: OwnedMix;
  onRevoke(linkId: string): void;
  onRemove(): void;
}) {
  const [doomed, setDoomed] = useState(false);
  const [now] = useState(() => Date.now());
  const names = new Map(facts.links.map(({ id, recipient }) => [id, recipient]));
  const lines = facts.log.flatMap(({ linkId, action, at }) => {
    const words = ACTIONS[action];
    return words && linkId !== null ? [{ who: names.get(linkId) ?? 'A link', words, at }] : [];
  });
  return (
    <div className="share-facts">
      <section aria-label="Versions">
        <h3>Versions</h3>
        <ul>
          {facts.versions.map(({ n, note, createdAt, manifestSha256 }) => (
            <li key={n} className="share-line">
              <strong>Version {n}</strong>
              <span className="share-words">{note ?? ''}</span>
              <span className="dim mono" title={`Approvals name ${manifestSha256}`}>
                {manifestSha256.slice(0, 8)}
              </span>
              <span className="dim">{when.format(createdAt)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Links">
        <h3>Links</h3>
        {facts.links.length === 0 && <p className="form-note">Nobody has a link yet.</p>}
        <ul>
          {facts.links.map((link) => (
            <li key={link.id} className="share-line" data-over={link.revokedAt !== null || undefined}>
              <strong>{link.recipient}</strong>
              <span className="share-words dim">{linkWords(link, now)}</span>
              {link.revokedAt === null && (
                <Button
                  tone="quiet"
                  label={`Revoke the link of ${link.recipient}`}
                  onPress={() => onRevoke(link.id)}
                >
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Who has looked">
        <h3>Who has looked</h3>
        {lines.length === 0 && <p className="form-note">Nobody yet.</p>}
        <ul>
          {lines.slice(0, MOST_LINES).map(({ who, words, at }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log have no identity, and only come at its head.
            <li key={`${at} ${index}`} className="share-line">
              <strong>{who}</strong>
              <span className="share-words">{words}</span>
              <span className="dim">{when.format(at)}</span>
            </li>
          ))}
        </ul>
      </section>
      <div className="share-end">
        <span className="dim">
          {bytesText(facts.bytes)} of {bytesText(facts.quotaBytes)} used
        </span>
        {doomed ? (
          <>
            <span>All versions, links and comments go. Really?</span>
            <Button autoFocus onPress={() => setDoomed(false)}>
              Keep it
            </Button>
            <Button tone="call" onPress={onRemove}>
              Really remove
            </Button>
          </>
        ) : (
          <Button tone="quiet" onPress={() => setDoomed(true)}>
            Remove the mix…
          </Button>
        )}
      </div>
    </div>
  );
}
