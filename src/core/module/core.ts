/** The manifest of the core itself. */
import { CountMismatch } from '../mutation/many';
import { VersionConflict } from '../mutation/input';
import { jobOf } from '../job/task';
import { settleTask } from '../revocation/engine';
import { IdempotencyKey, Revocation, RevocationItem } from '../revocation/entity';
import { settle } from '../revocation/settle';
import { OperationRefused } from '../../schema/errors';
import { LinkRow } from '../link/entity';
import { deleteLinksOfUsers } from '../link/link';
import { deleteKeysOfUsers } from '../mutation/run';
import { EpochEnd } from '../revocation/epoch-end';
import { GeneralEpochs } from '../revocation/general-epochs';
import { Setting } from '../setting/entity';
import { Throttle } from '../throttle/entity';
import { SealingKey } from '../../database/sealing-key-entity';
import { coreRetention } from './core-retention';
import { defineModule } from './module';
import * as vocabulary from './vocabulary';

export const core = defineModule({
  name: 'core',
  ...vocabulary,
  entities: [
    EpochEnd,
    GeneralEpochs,
    IdempotencyKey,
    LinkRow,
    Revocation,
    RevocationItem,
    SealingKey,
    Setting,
    Throttle,
  ],
  orphanedTypes: [CountMismatch, OperationRefused, VersionConflict],
  // Picks up receipts whose own job was lost or given up.
  jobs: [jobOf(settleTask, settle, { at: '*/10 * * * *' })],
  endsWith: {
    user: {
      end: async (database, userIds) => {
        await deleteLinksOfUsers(database, userIds);
        await deleteKeysOfUsers(database, userIds);
      },
    },
  },
  retention: coreRetention,
  withoutPersonalData: { links: 'hashes only; the mail is exported' },
  withoutRetention: {
    general_epochs: 'one row',
    settings: 'until reset to the default',
    sealing_keys: 'for good: something may still be sealed with the key',
  },
});
