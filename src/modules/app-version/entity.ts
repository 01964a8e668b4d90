/** The versions of a mobile application, as its installations give them, and what is open to each. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ApplicationVersionStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('application_versions')
@ObjectType('ApplicationVersion', {
  implements: Node,
  simpleResolvers: true,
  description: 'A version of a mobile application: one that an installation has had, or that a status was given to.',
})
export class ApplicationVersion extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  applicationId: string;

  @Field({ description: 'The version, exactly as installations give it.' })
  @Column('text')
  appVersion: string;

  @Field(() => ApplicationVersionStatus, { description: 'What its installations may do.' })
  @Column('text')
  status: ApplicationVersionStatus;

  @Field({ description: 'When it was first seen.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When its status was last set.' })
  @Column('timestamptz')
  updatedAt: Date;
}
