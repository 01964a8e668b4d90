/** Lists of imports, newest first unless told; and how far one has come, which is decided here alone. */
import { Field, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { ImportStatus } from '../../schema/enums';
import { Conditions } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Import } from './entity';

export const ImportConnection = connectionOf(() => Import, 'Import', 'imports');
export const ImportOrder = orderOf('Import', { CREATED_AT: 'When the upload began.' });

@InputType({ description: 'Which imports. Conditions AND together, values inside one OR.' })
export class ImportFilter {
  @Field(() => [ImportStatus], { nullable: true, description: 'Any of these.' })
  status?: ImportStatus[] | null;
}

const STATUS = `case when x.finished_at is not null then case when x.stopped then 'STOPPED' else 'DONE' end
  when x.started_at is not null then 'RUNNING' when x.expires_at <= now() then 'EXPIRED'
  when x.uploaded_at is null then 'UPLOADING' else 'READY' end`;

const RESUMABLE = `(x.stopped and x.expires_at > now() and exists (select from import_lines il where il.import_id = x.id))`;

export const importColumns = `${columnsOf(Import, 'x')}, ${STATUS} as "status", ${RESUMABLE} as "resumable"`;

export const importList: ListSource<ImportFilter> = {
  name: 'imports',
  select: importColumns,
  from: 'imports x',
  countFrom: () => 'imports x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) => new Conditions(add).anyOf(`(${STATUS})`, filter.status).list,
};
