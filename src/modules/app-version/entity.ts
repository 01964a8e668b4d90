/** The versions of a mobile application, as its installations give them, and what is open to each. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ApplicationVersionStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('application_versions')
@ObjectType('ApplicationVersion', {
  implements: Node,
  simpleResolvers: true,
  description: 'A version of a mobile application: one that an installation has reported, or whose status was set.',
})
export class ApplicationVersion extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  applicationId: string;

  @Field({ description: 'The version, exactly as installations report it.' })
  @Column('text')
  appVersion: string;

  @Field(() => ApplicationVersionStatus, { description: 'What installations of this version can do.' })
  @Column('text')
  status: ApplicationVersionStatus;

  @Field({ description: 'When it was first reported.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When its status was last set.' })
  @Column('timestamptz')
  updatedAt: Date;
}
