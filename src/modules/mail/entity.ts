/** Mails: what was asked to be sent, and what became of it. Neither their words nor the links in them are kept. */
import { GraphQLEmailAddress } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MailKind, MailStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('mails')
@ObjectType('Mail', {
  implements: Node,
  simpleResolvers: true,
  description: 'A mail that the service sends or has sent. What was written in it is not kept.',
})
export class Mail extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => MailKind, { description: 'What it is about.' })
  @Column('text')
  kind: MailKind;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Field(() => GraphQLEmailAddress, { description: 'Where it goes.' })
  @Column('text')
  address: string;

  /** The link or the like that it brings. */
  @Column('uuid', { nullable: true })
  aboutId: string | null;

  @Field(() => MailStatus, { description: 'What became of it.' })
  @Column('text')
  status: MailStatus;

  @Field(() => Int, { description: 'How often the mail server was tried.' })
  @Column('integer')
  tries: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last try did not succeed: the kind of fault, and the code of the mail server’s answer.',
  })
  @Column('text', { nullable: true })
  fault: string | null;

  @Field({ description: 'When it was asked for.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'Since when it is no longer QUEUED.' })
  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;
}
