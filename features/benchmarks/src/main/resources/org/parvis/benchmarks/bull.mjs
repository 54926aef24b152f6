// BullMQ as its documentation shows it: one worker in one process, a hundred jobs at a time, removed when they are done.
// Prints one number: jobs a second. Arguments: port of Redis, number of jobs.
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const { Queue, Worker } = require('bullmq');
const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const jobs = Number(process.argv[3]);
const queue = new Queue('bench', { connection, defaultJobOptions: { removeOnComplete: true } });
await queue.waitUntilReady();
await queue.obliterate({ force: true });
for (let from = 0; from < jobs; from += 1000) {
    const size = Math.min(1000, jobs - from);
    await queue.addBulk(Array.from({ length: size }, (_, i) => ({ name: 'post', data: { id: from + i } })));
}
let done = 0;
let finished;
const all = new Promise((resolve) => { finished = resolve; });
const worker = new Worker('bench', async () => {}, { connection, concurrency: 100, autorun: false });
worker.on('completed', () => { if (++done === jobs) finished(); });
await worker.waitUntilReady();
const began = process.hrtime.bigint();
worker.run();
await all;
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
console.log(jobs / seconds);
await worker.close();
await queue.close();
