#!/usr/bin/env node
/** Starts the command line: registers the TypeScript loader, then runs it. */
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
