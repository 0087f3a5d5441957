"""messages to customers"""

import sqlalchemy as sa
from alembic import op

import oms.core.db

revision = '0002'
down_revision = '0001'


def upgrade():
    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.Column('written_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('sent_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_notice_contact_id')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_notice_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('cause', name=op.f('uq_notice_cause')),
    sa.UniqueConstraint('message_id', name=op.f('uq_notice_message_id'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_notice_written_at_id', ['written_at', 'id'], unique=False)


def downgrade():
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_written_at_id')
        batch_op.drop_index(batch_op.f('ix_notice_order_id'))

    op.drop_table('notice')
