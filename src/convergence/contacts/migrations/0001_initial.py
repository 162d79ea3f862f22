import convergence.contacts.import_models
import convergence.core.db
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from convergence.core.tables import TablesAtOnce


class Migration(TablesAtOnce):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('vocabulary', '0001_initial'),
        # Made by others: first, while the graph of models is small; each of their many alterations renders it anew.
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('plan', models.JSONField(default=dict, verbose_name='columns')),
                ('created_at', models.DateTimeField(verbose_name='made')),
                ('created_by_id', models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'import profile',
                'verbose_name_plural': 'import profiles',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('PERSON', 'person'), ('ORGANISATION', 'organisation'), ('BODY', 'body of an organisation')], max_length=12, verbose_name='kind')),
                ('number', models.CharField(blank=True, max_length=30, verbose_name='member number')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('given_name', models.CharField(blank=True, max_length=120, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=160, verbose_name='family name')),
                ('pseudonym', models.CharField(blank=True, max_length=160, verbose_name='pseudonym')),
                ('acronym', models.CharField(blank=True, max_length=60, verbose_name='acronym')),
                ('organisation_kind', models.CharField(blank=True, choices=[('CONFEDERATION', 'confederation (central)'), ('FEDERATION', 'federation'), ('NATIONAL_SECTION', 'national section'), ('REGIONAL_COUNCIL', 'regional council'), ('UNION', 'union'), ('LOCAL', 'local'), ('ASSOCIATION', 'association'), ('NGO', 'NGO'), ('STUDENT_ASSOCIATION', 'student association'), ('COMPANY', 'company'), ('BRAND', 'brand'), ('INSTITUTION', 'institution'), ('FUNDER', 'ministry or funder'), ('MEDIA', 'media'), ('PARTNER', 'partner'), ('OTHER', 'other')], max_length=20, verbose_name='type')),
                ('body_kind', models.CharField(blank=True, choices=[('EXECUTIVE', 'executive'), ('BOARD', 'board'), ('SOLIDARITY_COMMITTEE', 'solidarity committee'), ('COMMITTEE', 'committee'), ('ASSEMBLY', 'assembly')], max_length=24, verbose_name='type of body')),
                ('language', models.CharField(blank=True, choices=[('fr', 'French'), ('en', 'English'), ('es', 'Spanish')], max_length=2, verbose_name='language')),
                ('form_of_address', models.CharField(blank=True, max_length=60, verbose_name='form of address')),
                ('title_gender', models.CharField(blank=True, choices=[('F', 'feminine'), ('M', 'masculine'), ('N', 'neutral')], max_length=1, verbose_name='gender of titles')),
                ('country', models.CharField(blank=True, default='CA', max_length=2, verbose_name='country')),
                ('website', models.URLField(blank=True, verbose_name='web site')),
                ('is_sensitive', models.BooleanField(default=False, verbose_name='at risk: shown to named roles only')),
                ('is_deceased', models.BooleanField(default=False, verbose_name='deceased')),
                ('is_closed', models.BooleanField(default=False, verbose_name='no longer exists')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('retracted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('sort_name', models.CharField(blank=True, editable=False, max_length=300)),
                ('created_at', models.DateTimeField(verbose_name='recorded')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='contacts.contact')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='contacts.contact', verbose_name='body of')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='vocabulary.region', verbose_name='region')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ('sort_name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(db_index=True, max_length=254, verbose_name='address')),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('PHONE', 'telephone'), ('POST', 'post'), ('WEB', 'web'), ('ALL', 'every channel')], default='EMAIL', max_length=6, verbose_name='channel')),
                ('purpose', models.CharField(blank=True, choices=[('NEWSLETTER', 'newsletter'), ('URGENT_ACTIONS', 'urgent actions'), ('CAMPAIGNS', 'campaigns'), ('EVENTS', 'events and trainings'), ('MEMBERSHIP', 'membership and dues'), ('FUNDRAISING', 'calls for gifts'), ('DIRECTORY', 'public directory of members')], max_length=16, verbose_name='purpose')),
                ('act', models.CharField(choices=[('GIVEN', 'given'), ('DECLARED', 'declared, without proof'), ('REQUESTED', 'requested, not confirmed'), ('WITHDRAWN', 'withdrawn')], max_length=10, verbose_name='act')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('method', models.CharField(max_length=60, verbose_name='how')),
                ('wording', models.TextField(blank=True, verbose_name='words shown')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='page or document')),
                ('proof', models.CharField(blank=True, max_length=64, verbose_name='proof')),
                ('recorded_by_id', models.BigIntegerField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_events', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'consent event',
                'verbose_name_plural': 'consent ledger',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('AFFILIATION', 'affiliation'), ('REGIONAL_COUNCIL', 'regional council'), ('SECTION', 'section of'), ('COMMITTEE', 'committee of'), ('RETIREES', 'retirees of'), ('SECTOR', 'sector')], default='AFFILIATION', max_length=20, verbose_name='link')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='from')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parents', to='contacts.contact', verbose_name='organisation')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='contacts.contact', verbose_name='affiliated to')),
            ],
            options={
                'verbose_name': 'affiliation',
                'verbose_name_plural': 'affiliations',
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='from')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accesses', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accesses', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'access for an organisation',
                'verbose_name_plural': 'accesses for organisations',
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('contacts.contact',),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('contacts.contact',),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('contacts.contact',),
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('PHONE', 'telephone'), ('POST', 'post'), ('WEB', 'web'), ('ALL', 'every channel')], max_length=6, verbose_name='channel')),
                ('purpose', models.CharField(choices=[('GENERAL', 'general'), ('BILLING', 'billing'), ('DELEGATE', 'delegate'), ('SOLIDARITY_COMMITTEE', 'solidarity committee'), ('NEWSLETTER_RELAY', 'newsletter relay')], default='GENERAL', max_length=24, verbose_name='purpose')),
                ('value', models.CharField(max_length=254, verbose_name='address or number')),
                ('normalised', models.CharField(blank=True, db_index=True, max_length=254)),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='from')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='contacts.contact')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points_for_others', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'contact point',
                'verbose_name_plural': 'contact points',
            },
        ),
        migrations.CreateModel(
            name='DeclaredCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveIntegerField(verbose_name='members')),
                ('qualifier', models.CharField(choices=[('EXACT', 'exactly'), ('APPROX', 'about'), ('APPROX_BELOW', 'nearly'), ('MORE_THAN', 'more than'), ('LESS_THAN', 'less than')], default='EXACT', max_length=14, verbose_name='as stated')),
                ('as_of', models.DateField(verbose_name='on')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('declared_by_id', models.BigIntegerField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declared_counts', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'declared count',
                'verbose_name_plural': 'declared counts',
                'ordering': ('-as_of', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='DoNotContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('PHONE', 'telephone'), ('POST', 'post'), ('WEB', 'web'), ('ALL', 'every channel')], default='ALL', max_length=6, verbose_name='channel')),
                ('purpose', models.CharField(blank=True, choices=[('NEWSLETTER', 'newsletter'), ('URGENT_ACTIONS', 'urgent actions'), ('CAMPAIGNS', 'campaigns'), ('EVENTS', 'events and trainings'), ('MEMBERSHIP', 'membership and dues'), ('FUNDRAISING', 'calls for gifts'), ('DIRECTORY', 'public directory of members')], max_length=16, verbose_name='for')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='do_not_contact', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'do-not-contact mark',
                'verbose_name_plural': 'do-not-contact marks',
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('acronym', models.CharField(blank=True, max_length=60, verbose_name='acronym')),
                ('until', convergence.core.db.UncertainDateField(blank=True, max_length=10, verbose_name='until')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'former name',
                'verbose_name_plural': 'former names',
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('UPLOADED', 'columns to confirm'), ('CHECKING', 'being checked'), ('CHECKED', 'to settle and apply'), ('APPLYING', 'being written'), ('APPLIED', 'applied'), ('UNDOING', 'being undone'), ('UNDONE', 'undone'), ('FAILED', 'stopped by an error'), ('DISCARDED', 'discarded')], default='UPLOADED', max_length=10, verbose_name='step')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('file', models.FileField(blank=True, max_length=255, storage=convergence.contacts.import_models.private_storage, upload_to='%Y')),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('file_kind', models.CharField(blank=True, max_length=4)),
                ('plan', models.JSONField(default=dict)),
                ('totals', models.JSONField(default=dict)),
                ('stage', models.CharField(blank=True, max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('problem', models.TextField(blank=True, verbose_name='what stopped it')),
                ('created_at', models.DateTimeField(verbose_name='uploaded')),
                ('created_by_id', models.BigIntegerField(blank=True, null=True)),
                ('touched_at', models.DateTimeField(blank=True, null=True)),
                ('acting_id', models.BigIntegerField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('profile', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='runs', to='contacts.importprofile')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('sheet', models.CharField(blank=True, max_length=100, null=True, verbose_name='sheet')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('verdict', models.CharField(choices=[('NEW', 'new'), ('UPDATE', 'update'), ('DUPLICATE', 'duplicate'), ('IGNORED', 'ignored'), ('REFUSED', 'refused')], max_length=9, verbose_name='verdict')),
                ('score', models.PositiveSmallIntegerField(default=0, verbose_name='likeness')),
                ('match_place', models.PositiveIntegerField(blank=True, null=True)),
                ('reasons', models.JSONField(default=list)),
                ('cells', models.JSONField(default=list)),
                ('entry', models.JSONField(blank=True, null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=32)),
                ('decision', models.CharField(blank=True, choices=[('ACCEPT', 'add as a new contact'), ('MERGE', 'complete the contact it resembles'), ('LEAVE', 'leave out')], max_length=6, verbose_name='decision')),
                ('created_contact', models.BooleanField(default=False)),
                ('created_person', models.BooleanField(default=False)),
                ('outcome', models.JSONField(blank=True, null=True)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_rows', to='contacts.contact')),
                ('match_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='contacts.importrun')),
            ],
            options={
                'verbose_name': 'line of an import',
                'verbose_name_plural': 'lines of an import',
                'ordering': ('run_id', 'place'),
            },
        ),
        migrations.CreateModel(
            name='Interaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('CALL', 'telephone call'), ('VISIT', 'visit'), ('MEETING', 'meeting'), ('LETTER', 'letter'), ('EMAIL', 'e-mail'), ('DUES', 'dues'), ('NOTE', 'note')], max_length=10, verbose_name='kind')),
                ('on', models.DateField(verbose_name='on')),
                ('text', models.TextField(blank=True, verbose_name='what was said or done')),
                ('recorded_by_id', models.BigIntegerField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interactions', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'line of the relationship log',
                'verbose_name_plural': 'relationship log',
                'ordering': ('-on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(choices=[('PRESIDENCY', 'presidency'), ('CO_PRESIDENCY', 'co-presidency'), ('VICE_PRESIDENCY', 'vice-presidency'), ('GENERAL_SECRETARY', 'general secretariat'), ('SECRETARY', 'secretariat'), ('TREASURER', 'treasury'), ('SECRETARY_TREASURER', 'secretariat and treasury'), ('COORDINATION', 'coordination'), ('CO_COORDINATION', 'co-coordination'), ('DIRECTION', 'direction'), ('GENERAL_DIRECTION', 'general direction'), ('ADMINISTRATOR', 'seat on the board'), ('COMMITTEE_LEAD', 'lead of the committee'), ('SOLIDARITY_OFFICER', 'international solidarity'), ('DELEGATE', 'delegate'), ('ALTERNATE', 'alternate'), ('OBSERVER', 'observer'), ('UNION_ADVISER', 'union adviser'), ('ADMINISTRATIVE_ASSISTANT', 'administrative assistance'), ('SPOKESPERSON', 'spokesperson'), ('MEMBER', 'member of the body'), ('OTHER', 'other')], default='OTHER', max_length=28, verbose_name='post')),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='title as written')),
                ('start', convergence.core.db.UncertainDateField(blank=True, max_length=10, verbose_name='from')),
                ('end', convergence.core.db.UncertainDateField(blank=True, max_length=10, verbose_name='until')),
                ('attested', convergence.core.db.UncertainDateField(blank=True, max_length=10, verbose_name='attested on')),
                ('is_interim', models.BooleanField(default=False, verbose_name='interim')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('held_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='contacts.contact', verbose_name='organisation or body')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to='contacts.contact', verbose_name='person')),
            ],
            options={
                'verbose_name': 'post held',
                'verbose_name_plural': 'posts held',
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.JSONField(default=dict)),
                ('merged_at', models.DateTimeField()),
                ('merged_by_id', models.BigIntegerField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_absorbed', to='contacts.contact')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
            },
        ),
        migrations.CreateModel(
            name='NotDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'pair that is no duplicate',
                'verbose_name_plural': 'pairs that are no duplicates',
            },
        ),
        migrations.CreateModel(
            name='PostalAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('GENERAL', 'general'), ('BILLING', 'billing'), ('DELEGATE', 'delegate'), ('SOLIDARITY_COMMITTEE', 'solidarity committee'), ('NEWSLETTER_RELAY', 'newsletter relay')], default='GENERAL', max_length=24, verbose_name='purpose')),
                ('attention', models.CharField(blank=True, max_length=200, verbose_name='to the attention of')),
                ('street', models.CharField(blank=True, max_length=300, verbose_name='street address')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('province', models.CharField(blank=True, max_length=60, verbose_name='province or state')),
                ('postal_code', models.CharField(blank=True, max_length=16, verbose_name='postal code')),
                ('country', models.CharField(default='CA', max_length=2, verbose_name='country')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='from')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='a letter came back')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'postal address',
                'verbose_name_plural': 'postal addresses',
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=9, verbose_name='period')),
                ('standing', models.CharField(max_length=20, verbose_name='standing')),
                ('since', models.DateField(verbose_name='since')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'standing',
                'verbose_name_plural': 'standings',
                'ordering': ('-period', '-since', '-pk'),
            },
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('retracted_at__isnull', True)), fields=['kind', 'sort_name', 'id'], name='contacts_kind_sort'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['sort_name', 'id'], name='contacts_sort'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['acronym'], name='contacts_acronym'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), ('merged_into__isnull', True)), fields=('number',), name='contacts_number_once', violation_error_message='Another contact already has this member number.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'BODY'), _negated=True), ('part_of__isnull', False), _connector='OR'), name='contacts_body_has_organisation', violation_error_message='Choose the organisation that this body belongs to.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'ORGANISATION'), ('organisation_kind', ''), _connector='OR'), name='contacts_type_for_organisations', violation_error_message='Only an organisation has a type of organisation.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='contacts_not_merged_into_itself', violation_error_message='A contact cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('child', models.F('parent')), _negated=True), name='contacts_affiliation_not_itself', violation_error_message='An organisation cannot be affiliated to itself.'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('start_date__isnull', True), ('end_date__gte', models.F('start_date')), _connector='OR'), name='contacts_affiliation_dates', violation_error_message='The end comes before the beginning.'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.UniqueConstraint(condition=models.Q(('end_date__isnull', True)), fields=('child', 'parent', 'kind'), name='contacts_affiliation_once', violation_error_message='This link already exists.'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.UniqueConstraint(fields=('user', 'organisation'), name='contacts_access_once'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('start_date__isnull', True), ('end_date__gte', models.F('start_date')), _connector='OR'), name='contacts_point_dates', violation_error_message='The end comes before the beginning.'),
        ),
        migrations.AddConstraint(
            model_name='declaredcount',
            constraint=models.CheckConstraint(condition=models.Q(('value__lte', 5000000)), name='contacts_count_plausible', violation_error_message='A count of more than 5,000,000 members is not plausible.'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['run', 'verdict', 'place'], name='contacts_import_verdict'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['fingerprint'], name='contacts_import_fingerprint'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('run', 'place'), name='contacts_import_row_once'),
        ),
        migrations.AddConstraint(
            model_name='notduplicate',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='contacts_not_duplicate_once'),
        ),
        migrations.AddConstraint(
            model_name='notduplicate',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='contacts_not_duplicate_ordered'),
        ),
        migrations.CreateModel(
            name='DuplicateScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=120)),
                ('scanned_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PossibleDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField()),
                ('why', models.JSONField(default=list)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
            options={
                'ordering': ('-score', 'first_id', 'second_id'),
                'indexes': [models.Index(fields=['-score', 'first', 'second'], name='contacts_duplicate_order')],
            },
        ),
    ]
