//! Bedrock and `SageMaker`.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_bedrockagent_agent",
        "{agent_id}",
        "",
        &[
            ("agent_id", "{upper:10}"),
            ("agent_arn", "{regional:bedrock}:agent/{agent_id}"),
            ("agent_version", "DRAFT"),
        ],
    ),
    (
        "aws_bedrockagent_agent_alias",
        "{agent_alias_id},{agent_id}",
        "",
        &[
            ("agent_alias_id", "{upper:10}"),
            (
                "agent_alias_arn",
                "{regional:bedrock}:agent-alias/{agent_id}/{agent_alias_id}",
            ),
        ],
    ),
    (
        "aws_bedrockagent_agent_action_group",
        "{action_group_id},{agent_id},{agent_version}",
        "",
        &[("action_group_id", "{upper:10}")],
    ),
    (
        "aws_bedrockagent_knowledge_base",
        "{upper:10}",
        "{regional:bedrock}:knowledge-base/{id}",
        &[],
    ),
    (
        "aws_bedrockagent_data_source",
        "{data_source_id},{knowledge_base_id}",
        "",
        &[("data_source_id", "{upper:10}")],
    ),
    (
        "aws_bedrockagent_prompt",
        "{upper:10}",
        "{regional:bedrock}:prompt/{id}",
        &[("version", "DRAFT")],
    ),
    (
        "aws_bedrock_guardrail",
        "",
        "",
        &[
            ("guardrail_id", "{lower:12}"),
            (
                "guardrail_arn",
                "{regional:bedrock}:guardrail/{guardrail_id}",
            ),
            ("version", "DRAFT"),
            ("status", "READY"),
        ],
    ),
    (
        "aws_bedrock_inference_profile",
        "{lower:12}",
        "{regional:bedrock}:application-inference-profile/{id}",
        &[("type", "APPLICATION")],
    ),
    (
        "aws_bedrock_foundation_model",
        "{model_id}",
        "",
        &[(
            "model_arn",
            "arn:{partition}:bedrock:{region}::foundation-model/{model_id}",
        )],
    ),
    (
        "aws_bedrock_foundation_models",
        "{region}",
        "",
        &[
            ("model_summaries.model_id", "simulated.model-v1:0"),
            (
                "model_summaries.model_arn",
                "arn:{partition}:bedrock:{region}::foundation-model/simulated.model-v1:0",
            ),
        ],
    ),
    (
        "aws_sagemaker_domain",
        "d-{lower:12}",
        "{regional:sagemaker}:domain/{id}",
        &[("url", "https://{id}.studio.{region}.sagemaker.aws")],
    ),
    (
        "aws_sagemaker_user_profile",
        "{arn}",
        "{regional:sagemaker}:user-profile/{domain_id}/{user_profile_name}",
        &[],
    ),
    (
        "aws_sagemaker_notebook_instance",
        "{name}",
        "{regional:sagemaker}:notebook-instance/{name}",
        &[("url", "{name}.notebook.{region}.sagemaker.aws")],
    ),
    (
        "aws_sagemaker_endpoint_configuration",
        "{name}",
        "{regional:sagemaker}:endpoint-config/{name}",
        &[],
    ),
    (
        "aws_sagemaker_prebuilt_ecr_image",
        "",
        "",
        &[(
            "registry_path",
            "{account}.dkr.ecr.{region}.{suffix}/{repository_name}",
        )],
    ),
];
