import type { Page } from 'playwright';
import { MALFORMED_COUNT, malformedFiles } from '../../fixtures/malformed/generate.ts';
import { openApp, openBrowser } from '../browser.ts';
import { chooseFiles, type ProvedPage } from '../page.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';
import { pressAndListen } from './first-sound.ts';

/** When a file began and was answered, and how. */
interface Answer {
  readonly name: string;
  readonly state: string;
  readonly message: string;
  readonly seconds: number;
}

/** Every malformed file and what the app said to it. */
export interface MalformedAnswers {
  readonly answers: readonly Answer[];
  /** Names of files that were not answered as the fixtures say they must be, or refused without a sentence. */
  readonly wrong: readonly string[];
}

/** Gives all malformed files to the app at once and waits for its answers. */
export async function importMalformed(page: Page): Promise<MalformedAnswers> {
  const files = malformedFiles();
  await page.evaluate(() => {
    const { status } = (globalThis as unknown as ProvedPage).scorestage;
    const began = new Map<number, number>();
    const answers: Answer[] = [];
    Object.assign(globalThis, { malformedAnswers: answers });
    status.subscribe(({ imports }) => {
      for (const { id, state, fileName, failure } of imports) {
        if (state === 'running' && !began.has(id)) began.set(id, performance.now());
        const start = began.get(id);
        if (start === undefined || Number.isNaN(start) || (state !== 'done' && state !== 'failed')) continue;
        began.set(id, Number.NaN);
        const message = failure ? `${failure.message} ${failure.remedy}` : '';
        answers.push({ name: fileName, state, message, seconds: (performance.now() - start) / 1000 });
      }
    });
  });
  await chooseFiles(
    page,
    'Import stems…',
    files.map(({ name, bytes }) => ({ name, mimeType: 'audio/wav', buffer: Buffer.from(bytes) })),
  );
  await page.waitForFunction(
    (count) => {
      const { malformedAnswers } = globalThis as unknown as { malformedAnswers: Answer[] };
      return malformedAnswers.length >= count;
    },
    files.length,
    { timeout: 300_000, polling: 100 },
  );
  const answers = await page.evaluate(
    () => (globalThis as unknown as { malformedAnswers: Answer[] }).malformedAnswers,
  );
  const byName = new Map(answers.map((answer) => [answer.name, answer]));
  const wrong = files.filter(({ name, expect }) => {
    const answer = byName.get(name);
    const refused = answer?.state === 'failed';
    return !answer || (expect === 'error') !== refused || (refused && answer.message.length < 20);
  });
  return { answers, wrong: wrong.map(({ name }) => name) };
}

/** How many stems the session has, and whether its picture is the one it came with. */
export const sessionFacts = (page: Page): Promise<{ stems: number; picture: string | null }> =>
  page.evaluate(() => {
    const { session } = (globalThis as unknown as ProvedPage).scorestage.document.getState();
    return { stems: Object.keys(session.stems).length, picture: session.picture?.fileName ?? null };
  });

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const context = await openBrowser({
    profile: lab.folder('malformed-profile'),
    args: ['--enable-blink-features=ForceEagerMeasureMemory'],
  });
  try {
    const page = await openApp(context, lab.url);
    const measure = () =>
      page.evaluate(async () => {
        const call: unknown = Reflect.get(performance, 'measureUserAgentSpecificMemory');
        if (typeof call !== 'function') throw new Error('the browser does not measure memory here');
        return ((await call.call(performance)) as { bytes: number }).bytes;
      });
    const before = { memory: await measure(), ...(await sessionFacts(page)) };
    lab.say(`importing ${MALFORMED_COUNT} malformed files at once`);
    const { answers, wrong } = await importMalformed(page);
    const after = { memory: await measure(), ...(await sessionFacts(page)) };
    const slowest = Math.max(...answers.map(({ seconds }) => seconds));
    const taken = answers.filter(({ state }) => state === 'done').length;
    // The focus is on the menu the files were chosen from, and a focused button keeps Space to itself.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const sound = await pressAndListen(page);
    return [
      {
        name: 'files answered as they should be (refused with a message, or taken with a remark)',
        figure: `${answers.length - wrong.length} of ${answers.length}${wrong.length > 0 ? `; not: ${wrong.join(', ')}` : ''}`,
        target: `${MALFORMED_COUNT}`,
        met: wrong.length === 0 && answers.length === MALFORMED_COUNT,
      },
      { name: 'slowest answer', figure: `${slowest.toFixed(2)} s`, target: '< 10 s', met: slowest < 10 },
      {
        name: 'memory before and after',
        figure: `${(before.memory / 1e6).toFixed(0)} MB, ${(after.memory / 1e6).toFixed(0)} MB`,
        target: '< 100 MB more',
        met: after.memory - before.memory < 100e6,
      },
      {
        name: 'session afterwards: stems added, picture',
        figure: `${after.stems - before.stems} for ${taken} files taken; picture ${after.picture === before.picture ? 'as it was' : 'replaced'}`,
        target: 'nothing of a refused file',
        met: after.stems - before.stems <= taken && after.picture === before.picture,
      },
      {
        name: 'the app afterwards: Space plays',
        figure: `sound ${sound.heardMs.toFixed(0)} ms after the key`,
        target: 'alive',
        met: true,
      },
    ];
  } finally {
    await context.close();
  }
}

/** Every malformed file of the fixtures through the real importer. */
export const malformedProof: Proof = {
  name: 'malformed',
  title: 'Malformed files through the importer',
  minutes: 8,
  run,
};
