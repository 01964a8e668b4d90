/** Importing users from a file. */
import { defineModule } from '../../core/module/module';
import { Import } from './entity';
import { ImportCapabilities } from './capabilities';
import { ImportResolver } from './resolver';
import { importRules } from './rules';
import { importOf } from './visible';
import { jobOf } from '../../core/job/task';
import { runImports } from './run';
import { importTask } from './task';
import { retention } from './retention';
import { stopImports } from './endings';
import { ImportLine, ImportLineFault } from './tables';

export { importFaults } from './fault-repository';
export { importLines } from './line-repository';
export { imports } from './repository';
export { mayCreateIn } from './policy';
export { UnreadableFile } from './record';
export { stageUpload } from './stage';

export const importModule = defineModule({
  name: 'import',
  entities: [Import, ImportLine, ImportLineFault],
  resolvers: [ImportCapabilities, ImportResolver],
  rules: importRules,
  nodes: { Import: (context, _id, uuid) => importOf(context, uuid) },
  jobs: [jobOf(importTask, runImports, { at: '* * * * *' })],
  endsDerived: { IMPORT: stopImports },
  retention,
});
