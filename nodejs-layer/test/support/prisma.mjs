// Makes Prisma's own client, of which each function has one for its schema.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cached, install } from './runtimes.mjs';

const VERSION = '7.10.0';
const SCHEMA = `
generator client {
  provider = "prisma-client"
  output = "client"
  moduleFormat = "cjs"
}
datasource db {
  provider = "postgresql"
}
model Person {
  id Int @id
  name String
}`;

/** Returns the source of a CommonJS module with PrismaClient and PrismaPg, which takes pg from the function. */
export async function prismaClient() {
  const folder = cached(`packages/prisma-client/${VERSION}`, generate);
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@prisma/adapter-pg'; export * from './client/client.ts';", resolveDir: folder },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['pg'],
    write: false,
  });
  return outputFiles[0].text;
}

function generate(folder) {
  install(
    folder,
    ['prisma', '@prisma/client', '@prisma/adapter-pg'].map((name) => `${name}@${VERSION}`),
  );
  writeFileSync(join(folder, 'schema.prisma'), SCHEMA);
  // the program that compares a schema with a database has no part in this, and is not fetched
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' };
  execFileSync('npx', ['prisma', 'generate', '--schema', 'schema.prisma'], { cwd: folder, env, stdio: 'ignore' });
}
