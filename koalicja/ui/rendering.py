"""How Django forms look: every field of every form goes through one template."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """The value of FORM_RENDERER: `{{ form }}` and `{{ field.as_field_group }}` use our components."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/components/field.html"
