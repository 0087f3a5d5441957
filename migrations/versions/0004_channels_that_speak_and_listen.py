"""channels that speak and listen"""

import sqlalchemy as sa
from alembic import op

import oms.core.db

revision = '0004'
down_revision = '0003'


def upgrade():
    op.create_table('api_token',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('hint', sa.String(), nullable=False),
    sa.Column('scopes', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('made_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('used_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('revoked_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_api_token_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('digest', name=op.f('uq_api_token_digest'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_channel_id'), ['channel_id'], unique=False)

    op.create_table('column_mapping',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('1'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('header', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('columns', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('made_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_column_mapping_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_column_mapping')),
    sa.UniqueConstraint('channel_id', 'digest', name=op.f('uq_column_mapping_channel_id_digest'))
    )
    op.create_table('connection',
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('1'), nullable=False),
    sa.Column('base_url', sa.String(), nullable=False),
    sa.Column('sealed_keys', sa.String(), nullable=False),
    sa.Column('is_on', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('tells_stock', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('tells_sent', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('since', oms.core.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_connection_channel_id')),
    sa.PrimaryKeyConstraint('channel_id', name=op.f('pk_connection'))
    )
    op.create_table('intake',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('delivery', sa.String(), server_default='', nullable=False),
    sa.Column('resource', sa.String(), server_default='', nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('arrived_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('version', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('again', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('0'), nullable=False),
    sa.Column('done_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('sentence', sa.String(), nullable=True),
    sa.Column('waits_for', sa.String(), nullable=True),
    sa.Column('aside_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('aside_by', sa.String(), nullable=True),
    sa.Column('aside_because', sa.String(), nullable=True),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('headers', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_intake_channel_id')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_intake_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake')),
    sa.UniqueConstraint('channel_id', 'topic', 'delivery', 'resource', 'digest', name=op.f('uq_intake_channel_id_topic_delivery_resource_digest'))
    )
    with op.batch_alter_table('intake', schema=None) as batch_op:
        batch_op.create_index('ix_intake_channel_id_id', ['channel_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intake_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_intake_waits_for', ['channel_id', 'waits_for'], unique=False, sqlite_where=sa.text('waits_for IS NOT NULL'), postgresql_where=sa.text('waits_for IS NOT NULL'))
        batch_op.create_index('ix_intake_to_look_at', ['channel_id', 'outcome', 'arrived_at'], unique=False, sqlite_where=sa.text("aside_at IS NULL AND (outcome IS NULL OR outcome NOT IN ('new', 'changed', 'unchanged', 'ignored'))"), postgresql_where=sa.text("aside_at IS NULL AND (outcome IS NULL OR outcome NOT IN ('new', 'changed', 'unchanged', 'ignored'))"))

    op.create_table('offer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), server_default='', nullable=False),
    sa.Column('remote', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('is_ours', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('told', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('told_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('said', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('said_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('refusal', sa.String(), nullable=True),
    sa.Column('gone_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_offer_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('channel_id', 'key', name=op.f('uq_offer_channel_id_key'))
    )
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.create_index('ix_offer_channel_id_name', ['channel_id', 'name'], unique=False)
        batch_op.create_index('ix_offer_refused', ['channel_id'], unique=False, sqlite_where=sa.text('refusal IS NOT NULL'), postgresql_where=sa.text('refusal IS NOT NULL'))

    op.create_table('carrier_word',
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('carrier', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_carrier_word_channel_id')),
    sa.PrimaryKeyConstraint('channel_id', 'carrier', name=op.f('pk_carrier_word'))
    )
    op.create_table('other_id',
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_other_id_channel_id')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_other_id_order_id')),
    sa.PrimaryKeyConstraint('channel_id', 'external_id', name=op.f('pk_other_id'))
    )
    with op.batch_alter_table('other_id', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_other_id_order_id'), ['order_id'], unique=False)

    op.create_table('outgoing_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('filename', sa.String(), nullable=False),
    sa.Column('rows', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('left_out', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('made_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('withdrawn_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_outgoing_file_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing_file')),
    sa.UniqueConstraint('channel_id', 'kind', 'number', name=op.f('uq_outgoing_file_channel_id_kind_number'))
    )
    op.create_table('pulse',
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('failures', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('0'), nullable=False),
    sa.Column('rests_until', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(), nullable=True),
    sa.Column('answered_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('orders_until', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('looked_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('look_due_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('offers_read_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('stock_told_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_pulse_channel_id')),
    sa.PrimaryKeyConstraint('channel_id', name=op.f('pk_pulse'))
    )
    op.create_table('signing_key',
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('told', sa.String(), nullable=False),
    sa.Column('shown_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_signing_key_channel_id')),
    sa.PrimaryKeyConstraint('channel_id', 'key_id', name=op.f('pk_signing_key'))
    )
    op.create_table('till_sale',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sale', sa.String(), nullable=False),
    sa.Column('line', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('quantity', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sold_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('booked', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('0'), nullable=False),
    sa.Column('trouble', sa.String(), nullable=True),
    sa.CheckConstraint('quantity > 0 AND booked >= 0', name=op.f('ck_till_sale_counts')),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_till_sale_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_till_sale')),
    sa.UniqueConstraint('channel_id', 'sale', 'line', name=op.f('uq_till_sale_channel_id_sale_line'))
    )
    with op.batch_alter_table('till_sale', schema=None) as batch_op:
        batch_op.create_index('ix_till_sale_open', ['channel_id', 'name'], unique=False, sqlite_where=sa.text('trouble IS NOT NULL'), postgresql_where=sa.text('trouble IS NOT NULL'))

    op.create_table('upload_template',
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('filename', sa.String(), nullable=False),
    sa.Column('template', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('kept_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('kept_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_upload_template_channel_id')),
    sa.PrimaryKeyConstraint('channel_id', 'kind', name=op.f('pk_upload_template'))
    )
    op.create_table('confirmation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('parcel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lines', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('completes', sa.Boolean(), nullable=False),
    sa.Column('sent_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('calling_since', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('may_be_told', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('told_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('told_by', sa.String(), nullable=True),
    sa.Column('remote_id', sa.String(), nullable=True),
    sa.Column('refusal', sa.String(), nullable=True),
    sa.Column('withdrawn_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_confirmation_channel_id')),
    sa.ForeignKeyConstraint(['file_id'], ['outgoing_file.id'], name=op.f('fk_confirmation_file_id')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_confirmation_order_id')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcel.id'], name=op.f('fk_confirmation_parcel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation')),
    sa.UniqueConstraint('parcel_id', name=op.f('uq_confirmation_parcel_id'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_file_id'), ['file_id'], unique=False)
        batch_op.create_index('ix_confirmation_open', ['channel_id', 'id'], unique=False, sqlite_where=sa.text('told_at IS NULL AND withdrawn_at IS NULL'), postgresql_where=sa.text('told_at IS NULL AND withdrawn_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_confirmation_order_id'), ['order_id'], unique=False)

    with op.batch_alter_table('channel_order', schema=None) as batch_op:
        batch_op.add_column(sa.Column('heard', sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table('channel', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stock_buffer', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('0'), nullable=False))
        batch_op.add_column(sa.Column('stock_cap', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('hears_of_parcels', sa.Boolean(), server_default=sa.text('true'), nullable=False))
        batch_op.create_check_constraint(op.f('ck_channel_stock_limits'), 'stock_buffer >= 0 AND (stock_cap IS NULL OR stock_cap >= 0)')

    op.execute('UPDATE listing_part SET quantity = (SELECT SUM(same.quantity) FROM listing_part AS same '
               'WHERE same.listing_id = listing_part.listing_id AND same.sku_id = listing_part.sku_id)')
    op.execute('DELETE FROM listing_part WHERE id NOT IN (SELECT MIN(id) FROM listing_part GROUP BY listing_id, sku_id)')
    with op.batch_alter_table('listing_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_part_listing_id'))
        batch_op.create_index('uq_listing_part_sku', ['listing_id', 'sku_id'], unique=True)

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lane', sa.String(), server_default='', nullable=False))
        batch_op.drop_index(batch_op.f('ix_delivery_waiting'), sqlite_where=sa.text('done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL'))
        batch_op.create_index('ix_delivery_waiting', ['lane', 'due_at'], unique=False, sqlite_where=sa.text('done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL'), postgresql_where=sa.text('done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL'))


def downgrade():
    with op.batch_alter_table('listing_part', schema=None) as batch_op:
        batch_op.drop_index('uq_listing_part_sku')
        batch_op.create_index(batch_op.f('ix_listing_part_listing_id'), ['listing_id'], unique=False)

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_waiting', sqlite_where=sa.text('done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL'), postgresql_where=sa.text('done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_delivery_waiting'), ['due_at'], unique=False, sqlite_where=sa.text('done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL'))
        batch_op.drop_column('lane')

    with op.batch_alter_table('channel_order', schema=None) as batch_op:
        batch_op.drop_column('heard')

    with op.batch_alter_table('channel', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_channel_stock_limits'), type_='check')
        batch_op.drop_column('hears_of_parcels')
        batch_op.drop_column('stock_cap')
        batch_op.drop_column('stock_buffer')

    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confirmation_order_id'))
        batch_op.drop_index('ix_confirmation_open', sqlite_where=sa.text('told_at IS NULL AND withdrawn_at IS NULL'), postgresql_where=sa.text('told_at IS NULL AND withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_confirmation_file_id'))

    op.drop_table('confirmation')
    op.drop_table('upload_template')
    with op.batch_alter_table('till_sale', schema=None) as batch_op:
        batch_op.drop_index('ix_till_sale_open', sqlite_where=sa.text('trouble IS NOT NULL'), postgresql_where=sa.text('trouble IS NOT NULL'))

    op.drop_table('till_sale')
    op.drop_table('signing_key')
    op.drop_table('pulse')
    op.drop_table('outgoing_file')
    op.drop_table('other_id')
    op.drop_table('carrier_word')
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.drop_index('ix_offer_refused', sqlite_where=sa.text('refusal IS NOT NULL'), postgresql_where=sa.text('refusal IS NOT NULL'))
        batch_op.drop_index('ix_offer_channel_id_name')

    op.drop_table('offer')
    with op.batch_alter_table('intake', schema=None) as batch_op:
        batch_op.drop_index('ix_intake_to_look_at', sqlite_where=sa.text("aside_at IS NULL AND (outcome IS NULL OR outcome NOT IN ('new', 'changed', 'unchanged', 'ignored'))"), postgresql_where=sa.text("aside_at IS NULL AND (outcome IS NULL OR outcome NOT IN ('new', 'changed', 'unchanged', 'ignored'))"))
        batch_op.drop_index('ix_intake_waits_for', sqlite_where=sa.text('waits_for IS NOT NULL'), postgresql_where=sa.text('waits_for IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_intake_order_id'))
        batch_op.drop_index('ix_intake_channel_id_id')

    op.drop_table('intake')
    op.drop_table('connection')
    op.drop_table('column_mapping')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_channel_id'))

    op.drop_table('api_token')
