/** Importing users from a file. */
import { defineModule } from '../../core/module/module';
import { Import } from './entity';
import { ImportCapabilities } from './capabilities';
import { ImportResolver } from './resolver';
import { importRules } from './rules';
import { visibleImport } from './visible';
import { jobOf } from '../../core/job/task';
import { runImports } from './run';
import { importTask } from './task';
import { retention } from './retention';
import { stopImports } from './endings';
import { ImportLine, ImportLineFault } from './tables';
import * as vocabulary from './vocabulary';

export { importFaults } from './fault-repository';
export { importLines } from './line-repository';
export { imports } from './repository';
export { mayCreateIn, missingPermission } from './policy';
export { encodingNamed } from './formats';
export { type ReadOptions, UnreadableFile } from './record';
export { stageUpload } from './stage';

export const importModule = defineModule({
  name: 'import',
  ...vocabulary,
  entities: [Import, ImportLine, ImportLineFault],
  resolvers: [ImportCapabilities, ImportResolver],
  rules: importRules,
  nodes: { Import: (context, _id, uuid) => visibleImport(context, uuid) },
  jobs: [jobOf(importTask, runImports, { at: '* * * * *' })],
  endsDerived: { IMPORT: stopImports },
  retention,
});
