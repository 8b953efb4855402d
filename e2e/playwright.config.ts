import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { chromiumArgs, chromiumPath } from '../scripts/chromium.mjs';

const port = Number(process.env['E2E_PORT'] ?? 4173);
const executablePath = chromiumPath();

/** Journeys that follow the sound as it plays: one at a time, since each needs both cores for its threads. */
const SOUND = [
  'automation.spec.ts',
  'engine.spec.ts',
  'package.spec.ts',
  'picture.spec.ts',
  'play.spec.ts',
  'proof-*.spec.ts',
  'renderer.spec.ts',
  'review-player.spec.ts',
  'shuttle.spec.ts',
  'solo.spec.ts',
];

/** Two projects, run one after the other by `npm test`; what works the window or measures values goes two at a time. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  projects: [
    { name: 'sound', testMatch: SOUND },
    { name: 'desk', testIgnore: SOUND },
  ],
  // Generous: a journey that waits for a decode or a render must not fail because two cores are shared.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: `../test-results/${process.env['E2E_REPORT'] ?? 'e2e'}.json` }],
  ],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: { args: chromiumArgs, ...(executablePath ? { executablePath } : {}) },
  },
  webServer: {
    command: 'node --import tsx src/server/main.ts',
    cwd: '..',
    url: `http://127.0.0.1:${port}`,
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      SCORESTAGE_DATA: join(tmpdir(), `scorestage-e2e-share-${port}`),
    },
    reuseExistingServer: false,
  },
});
