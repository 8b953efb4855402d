import { expect, test } from 'playwright/test';
import { MALFORMED_COUNT } from '../tests/fixtures/malformed/generate.ts';
import { waitForApp } from '../tests/prove/page.ts';
import { importMalformed, sessionFacts } from '../tests/prove/proofs/malformed.ts';

test('every malformed file is answered in words, the session is untouched by it, and the app lives on', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto('/');
  await waitForApp(page);
  const before = await sessionFacts(page);
  const { answers, wrong } = await importMalformed(page);
  expect(answers).toHaveLength(MALFORMED_COUNT);
  expect(wrong).toEqual([]);
  expect(Math.max(...answers.map(({ seconds }) => seconds)), 'seconds of the slowest answer').toBeLessThan(
    10,
  );
  const taken = answers.filter(({ state }) => state === 'done').length;
  const after = await sessionFacts(page);
  expect(after.picture).toBe(before.picture);
  expect(after.stems - before.stems).toBeLessThanOrEqual(taken);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('button', { name: /^(Stop|Pause)$/ })).toBeVisible();
});
