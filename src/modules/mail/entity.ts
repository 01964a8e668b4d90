/** Mails that were queued, and their delivery status. Neither their text nor the links in them are stored. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EmailAddress } from '../../schema/email-address';
import { MailKind, MailStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('mails')
@ObjectType('Mail', {
  implements: Node,
  simpleResolvers: true,
  description: 'A mail that the service sends or has sent. Its text is not stored.',
})
export class Mail extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => MailKind, { description: 'What it is about.' })
  @Column('text')
  kind: MailKind;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Field(() => EmailAddress, { description: 'The address of the recipient.' })
  @Column('text')
  address: string;

  /** The id of the link, invitation or event that it is about. */
  @Column('uuid', { nullable: true })
  aboutId: string | null;

  @Field(() => MailStatus, { description: 'The delivery status.' })
  @Column('text')
  status: MailStatus;

  @Field(() => Int, { description: 'The number of delivery attempts.' })
  @Column('integer')
  tries: number;

  /** Attempts whose outcome is not known, because the process ended before it was recorded. */
  @Column('integer')
  unknownOutcomes: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last attempt failed: the kind of fault, and the reply code of the mail server.',
  })
  @Column('text', { nullable: true })
  fault: string | null;

  @Field({ description: 'When it was queued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was sent, dropped or given up. Null while it is QUEUED.' })
  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;
}
