// Starts AWS's aws-lambda-ric, which lies beside this file, with the function's handler.
// Written for the local Lambda from AWS's documentation; it is not AWS's own index.mjs.
import { run } from './aws-lambda-ric/index.mjs';

await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
