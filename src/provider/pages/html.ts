/** Pages are made of the same template as everything else that is HTML. */
export * from '../../platform/html';
