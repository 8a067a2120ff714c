export * from './trace-functions';
